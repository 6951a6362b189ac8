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

value_customers as (

    select * from {{ ref('value_customers') }}

),

customer_value_potential as (

    select * from {{ ref('customer_value_potential') }}

),

churn_watch as (

    select * from {{ ref('churn_watch') }}

),

customers_segmented as (

    select
        lifecycle.customer_id,

        lifecycle.lifecycle_stage,
        lifecycle.rhythm_days,
        lifecycle.at_risk_after_days,
        lifecycle.reason as lifecycle_reason,
        lifecycle.since as lifecycle_since,

        rfm.recency_score,
        rfm.frequency_score,
        rfm.monetary_score,
        rfm.rfm_segment,
        rfm.reason as rfm_reason,
        rfm.since as rfm_since,
        rfm.rfm_group,
        rfm.rfm_group_since,

        customer_value_tiers.value_tier,
        customer_value_tiers.value_tier_top_share,
        customer_value_tiers.value_rank,
        customer_value_tiers.cumulative_revenue_share,
        coalesce(customer_value_tiers.is_in_top_80, false) as is_in_top_80,
        customer_value_tiers.reason as value_tier_reason,
        customer_value_tiers.since as value_tier_since,
        customer_value_tiers.value_tier_365d,
        customer_value_tiers.since_365d as value_tier_365d_since,

        value_customers.value_role,
        value_customers.reason as value_role_reason,
        value_customers.since as value_role_since,

        customer_value_tiers.expected_value_tier,
        customer_value_potential.value_potential,
        customer_value_potential.since as value_potential_since,
        customer_value_potential.reason as value_potential_reason,
        customer_value_potential.action_en as value_potential_action_en,
        customer_value_potential.action_zh as value_potential_action_zh,

        churn_watch.churn_group,
        churn_watch.at_stake_amount,
        churn_watch.action_en as churn_action_en,
        churn_watch.action_zh as churn_action_zh,
        churn_watch.reason as churn_reason,
        churn_watch.since as churn_since

    from lifecycle

    left join rfm
        on lifecycle.customer_id = rfm.customer_id

    left join customer_value_tiers
        on lifecycle.customer_id = customer_value_tiers.customer_id

    left join value_customers
        on lifecycle.customer_id = value_customers.customer_id

    left join customer_value_potential
        on lifecycle.customer_id = customer_value_potential.customer_id

    left join churn_watch
        on lifecycle.customer_id = churn_watch.customer_id

)

select * from customers_segmented
