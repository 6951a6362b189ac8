-- The first rule that applies names the group. A low score weighs no more once a later
-- complaint has been resolved: then it is what came after that counts. Of a shop from
-- which no feedback is known nothing is said.
with

customer_voice as (

    select * from {{ ref('customer_voice') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

voices_dated as (

    select
        customer_voice.customer_id,
        customer_features.latest_purchase_date,
        customer_voice.latest_score_share,
        customer_voice.latest_score_date,
        customer_voice.latest_complaint_resolved_date,
        sum(customer_voice.feedback_count) over () > 0 as is_feedback_known,
        customer_voice.open_complaint_count > 0 as has_open_complaint,
        coalesce(
            {{ days_between('customer_voice.latest_score_date', as_of_date()) }}
            < {{ segment_threshold('service_days') }},
            false
        ) as has_scored,
        coalesce(
            {{ days_between(
                'customer_voice.latest_complaint_resolved_date', as_of_date()
            ) }} < {{ segment_threshold('service_days') }},
            false
        ) as has_resolved

    from customer_voice

    inner join customer_features
        on customer_voice.customer_id = customer_features.customer_id

),

voices_weighed as (

    select
        customer_id,
        is_feedback_known,
        has_open_complaint,
        has_scored,
        has_resolved,
        has_scored
        and latest_score_share <= {{ segment_threshold('service_unhappy_share') }}
        and coalesce(latest_score_date > latest_complaint_resolved_date, true)
            as is_low_score_last,
        has_resolved
        and coalesce(latest_purchase_date > latest_complaint_resolved_date, false)
            as has_bought_since,
        has_resolved
        and has_scored
        and latest_score_share >= {{ segment_threshold('service_happy_share') }}
        and latest_score_date >= latest_complaint_resolved_date
            as has_praised_since

    from voices_dated

),

customers_served as (

    select
        customer_id,
        is_low_score_last,
        has_bought_since,
        has_praised_since,
        case
            when not is_feedback_known then null
            when has_open_complaint then 'complaint_open'
            when is_low_score_last then 'unhappy'
            when has_bought_since or has_praised_since then 'recovered'
            when has_resolved then 'unhappy'
            when has_scored then 'content'
            else 'silent'
        end as service_group

    from voices_weighed

)

select * from customers_served
