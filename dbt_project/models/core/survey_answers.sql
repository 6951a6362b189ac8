with

stg_survey_answers as (

    select * from {{ ref('stg_survey_answers') }}

),

int_facts_linked as (

    select * from {{ ref('int_facts_linked') }}

),

final as (

    select
        stg_survey_answers.survey_answer_id,
        stg_survey_answers.source_name,
        linked.customer_id,
        stg_survey_answers.survey,
        stg_survey_answers.question,
        stg_survey_answers.answer,
        stg_survey_answers.occurred_date,
        stg_survey_answers.occurred_at,
        stg_survey_answers.store_id

    from stg_survey_answers

    left join int_facts_linked as linked
        on
            linked.entity = 'survey_answers'
            and stg_survey_answers.survey_answer_id = linked.fact_id

)

select * from final
