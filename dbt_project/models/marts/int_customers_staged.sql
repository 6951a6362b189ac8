-- The first rule that applies names the stage, so the stages cannot overlap.
with

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_stages_bounded as (

    select * from {{ ref('int_stages_bounded') }}

),

int_limits_found as (

    select * from {{ ref('int_limits_found') }}

),

customers_staged as (

    select
        customer_features.customer_id,
        cast(customer_features.recency_days as bigint) as recency_days,
        cast(customer_features.purchase_count as bigint) as purchase_count,
        limits.rhythm_days,
        limits.at_risk_after_days,
        limits.dormant_after_days,
        limits.lost_after_days,
        case
            when customer_features.purchase_count = 0 then 'prospect'
            when customer_features.recency_days > limits.lost_after_days
                then 'lost'
            when customer_features.recency_days > limits.dormant_after_days
                then 'dormant'
            when customer_features.recency_days > limits.at_risk_after_days
                then 'at_risk'
            when
                customer_features.purchase_count
                >= int_stages_bounded.loyal_purchase_count
                then 'loyal'
            when customer_features.purchase_count > 1 then 'repeat'
            when customer_features.recency_days <= int_stages_bounded.new_days
                then 'new'
            else 'at_risk'
        end as lifecycle_stage

    from customer_features

    inner join int_limits_found as limits
        on customer_features.customer_id = limits.customer_id

    cross join int_stages_bounded

)

select * from customers_staged
