-- Who is lost is left alone; of those going quiet only who came back before or brought
-- much is worth the offer.
with

customer_360 as (

    select * from {{ ref('customer_360') }}

),

int_audiences_bounded as (

    select * from {{ ref('int_audiences_bounded') }}

),

quiet_customers as (

    select
        customer_360.customer_id,
        case customer_360.lifecycle_stage
            when 'at_risk' then 'At risk'
            else 'Dormant'
        end
        || ': ' || {{ counted('customer_360.purchase_count', 'purchase') }}
        || ', ' || {{ money_text('customer_360.net_revenue_amount') }}
        || ', the last ' || {{ days_ago('customer_360.recency_days') }} as reason

    from customer_360

    cross join int_audiences_bounded

    where
        customer_360.lifecycle_stage in ('at_risk', 'dormant')
        and customer_360.net_revenue_amount > 0
        and (
            customer_360.purchase_count
            >= int_audiences_bounded.win_back_purchase_count
            or customer_360.value_tier_top_share
            <= int_audiences_bounded.win_back_top_share
        )

)

select * from quiet_customers
