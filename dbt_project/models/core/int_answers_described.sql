-- What customers say of themselves in surveys: the answers to the questions of the
-- settings table profile_questions, as values of a customer. An answer about gender in
-- words that are not known says nothing.
with

survey_answers as (

    select * from {{ ref('survey_answers') }}

),

profile_questions as (

    select * from {{ ref('profile_questions') }}

),

answers_named as (

    select
        survey_answers.survey_answer_id,
        survey_answers.customer_id,
        survey_answers.source_name,
        survey_answers.occurred_date,
        survey_answers.occurred_at,
        profile_questions.attribute,
        survey_answers.answer

    from survey_answers

    inner join profile_questions
        on lower(survey_answers.question) = lower(profile_questions.question)

    where survey_answers.customer_id is not null

),

answers_described as (

    select
        survey_answer_id,
        customer_id,
        source_name,
        occurred_date,
        occurred_at,
        attribute,
        case
            when attribute <> 'gender' then answer
            when lower(answer) in ('female', 'f', 'woman', '女', '女性') then 'female'
            when lower(answer) in ('male', 'm', 'man', '男', '男性') then 'male'
            when lower(answer) in ('other', 'diverse', '其他') then 'other'
        end as value

    from answers_named

)

select * from answers_described
where value is not null
