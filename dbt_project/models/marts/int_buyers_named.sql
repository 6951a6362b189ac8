with

int_buyers_scored as (

    select * from {{ ref('int_buyers_scored') }}

),

rfm_segments as (

    select * from {{ ref('rfm_segments') }}

),

buyers_named as (

    select
        int_buyers_scored.customer_id,
        int_buyers_scored.recency_days,
        int_buyers_scored.purchase_count,
        int_buyers_scored.net_revenue_amount,
        int_buyers_scored.recency_score,
        int_buyers_scored.frequency_score,
        int_buyers_scored.monetary_score,
        cast(rfm_segments.rfm_segment as string) as rfm_segment

    from int_buyers_scored

    left join rfm_segments
        on
            int_buyers_scored.recency_score = rfm_segments.recency_score
            and int_buyers_scored.frequency_score = rfm_segments.frequency_score

)

select * from buyers_named
