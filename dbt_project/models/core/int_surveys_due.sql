-- Whom to ask how they liked it: a purchase long enough ago to have been used and short
-- enough to be remembered, and no word of theirs since, nor lately. Nobody whose
-- complaint is open is asked.
with

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_feedback_summed_to_customers as (

    select * from {{ ref('int_feedback_summed_to_customers') }}

),

survey_answers as (

    select * from {{ ref('survey_answers') }}

),

answers_summed as (

    select
        customer_id,
        cast(count(*) as bigint) as survey_answer_count,
        max(occurred_date) as latest_survey_answer_date

    from survey_answers

    where customer_id is not null

    group by 1

),

words_dated as (

    select
        customer_features.customer_id,
        customer_features.latest_purchase_date,
        customer_features.recency_days,
        coalesce(answers_summed.survey_answer_count, 0) as survey_answer_count,
        answers_summed.latest_survey_answer_date,
        coalesce(said.open_complaint_count, 0) as open_complaint_count,
        greatest(
            coalesce(
                said.latest_feedback_date, answers_summed.latest_survey_answer_date
            ),
            coalesce(
                answers_summed.latest_survey_answer_date, said.latest_feedback_date
            )
        ) as latest_voice_date

    from customer_features

    left join int_feedback_summed_to_customers as said
        on customer_features.customer_id = said.customer_id

    left join answers_summed
        on customer_features.customer_id = answers_summed.customer_id

),

surveys_due as (

    select
        customer_id,
        latest_purchase_date,
        survey_answer_count,
        latest_survey_answer_date,
        latest_voice_date,
        coalesce(
            recency_days >= {{ segment_threshold('survey_after_days') }}
            and recency_days <= {{ segment_threshold('survey_until_days') }}
            and open_complaint_count = 0
            and (
                latest_voice_date is null
                or (
                    latest_voice_date < latest_purchase_date
                    and {{ days_between('latest_voice_date', as_of_date()) }}
                    >= {{ segment_threshold('survey_rest_days') }}
                )
            ),
            false
        ) as is_survey_due

    from words_dated

)

select * from surveys_due
