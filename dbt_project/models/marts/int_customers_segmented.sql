with

lifecycle as (

    select * from {{ ref('lifecycle') }}

),

rfm as (

    select * from {{ ref('rfm') }}

),

customer_value_tiers as (

    select * from {{ ref('customer_value_tiers') }}

),

customers_segmented as (

    select
        lifecycle.customer_id,
        lifecycle.lifecycle_stage,
        lifecycle.reason as lifecycle_reason,
        rfm.recency_score,
        rfm.frequency_score,
        rfm.monetary_score,
        rfm.rfm_segment,
        rfm.reason as rfm_reason,
        customer_value_tiers.value_tier,
        customer_value_tiers.value_tier_top_share,
        customer_value_tiers.value_rank,
        customer_value_tiers.cumulative_revenue_share,
        coalesce(customer_value_tiers.is_in_top_80, false) as is_in_top_80,
        customer_value_tiers.reason as value_tier_reason

    from lifecycle

    left join rfm
        on lifecycle.customer_id = rfm.customer_id

    left join customer_value_tiers
        on lifecycle.customer_id = customer_value_tiers.customer_id

)

select * from customers_segmented
