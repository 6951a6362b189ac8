-- Who has gone quiet is won back, not thanked: only the stages of those who still come.
with

customer_360 as (

    select * from {{ ref('customer_360') }}

),

int_audiences_bounded as (

    select * from {{ ref('int_audiences_bounded') }}

),

best_customers as (

    select
        customer_360.customer_id,
        upper(substr(customer_360.value_tier, 1, 1))
        || substr(customer_360.value_tier, 2)
        || ' customer: ' || {{ counted('customer_360.purchase_count', 'purchase') }}
        || ', ' || {{ money_text('customer_360.net_revenue_amount') }}
        || ', the last ' || {{ days_ago('customer_360.recency_days') }} as reason

    from customer_360

    cross join int_audiences_bounded

    where
        customer_360.value_tier_top_share <= int_audiences_bounded.vip_top_share
        and customer_360.net_revenue_amount > 0
        and customer_360.lifecycle_stage in ('new', 'repeat', 'loyal')

)

select * from best_customers
