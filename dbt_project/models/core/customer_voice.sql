with

customers as (

    select * from {{ ref('customers') }}

),

int_scores_summed_to_customers as (

    select * from {{ ref('int_scores_summed_to_customers') }}

),

int_feedback_summed_to_customers as (

    select * from {{ ref('int_feedback_summed_to_customers') }}

),

int_surveys_due as (

    select * from {{ ref('int_surveys_due') }}

),

final as (

    select
        customers.customer_id,
        cast(coalesce(said.feedback_count, 0) as bigint) as feedback_count,
        cast(coalesce(surveys.survey_answer_count, 0) as bigint) as survey_answer_count,
        surveys.latest_voice_date,

        ---------- scores
        cast(coalesce(scores.score_count, 0) as bigint) as score_count,
        scores.latest_score_kind,
        scores.latest_score,
        scores.latest_score_out_of,
        scores.latest_score_share,
        scores.latest_score_date,
        scores.latest_nps_share,
        scores.latest_nps_date,
        scores.latest_csat_share,
        scores.latest_csat_date,
        scores.latest_review_share,
        scores.latest_review_date,
        cast(coalesce(said.review_count, 0) as bigint) as review_count,

        ---------- complaints
        cast(coalesce(said.complaint_count, 0) as bigint) as complaint_count,
        said.latest_complaint_date,
        cast(coalesce(said.open_complaint_count, 0) as bigint) as open_complaint_count,
        said.open_complaint_since_date,
        said.open_complaint_topic,
        said.latest_complaint_resolved_date,

        ---------- surveys
        surveys.latest_survey_answer_date,
        coalesce(surveys.is_survey_due, false) as is_survey_due,
        case
            when surveys.is_survey_due
                then {{ add_days(
                    'surveys.latest_purchase_date',
                    segment_threshold('survey_after_days', 'int')
                ) }}
        end as survey_due_date

    from customers

    left join int_scores_summed_to_customers as scores
        on customers.customer_id = scores.customer_id

    left join int_feedback_summed_to_customers as said
        on customers.customer_id = said.customer_id

    left join int_surveys_due as surveys
        on customers.customer_id = surveys.customer_id

)

select * from final
