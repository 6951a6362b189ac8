-- The first rule that applies names the stage, so the stages cannot overlap.
with

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_stages_bounded as (

    select * from {{ ref('int_stages_bounded') }}

),

customers_staged as (

    select
        customer_features.customer_id,
        cast(customer_features.recency_days as bigint) as recency_days,
        cast(customer_features.purchase_count as bigint) as purchase_count,
        case
            when customer_features.purchase_count = 0 then 'prospect'
            when customer_features.recency_days > int_stages_bounded.lost_days
                then 'lost'
            when customer_features.recency_days > int_stages_bounded.dormant_days
                then 'dormant'
            when customer_features.recency_days > int_stages_bounded.at_risk_days
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

    cross join int_stages_bounded

)

select * from customers_staged
