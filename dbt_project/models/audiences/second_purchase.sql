with

customer_360 as (

    select * from {{ ref('customer_360') }}

),

int_audiences_bounded as (

    select * from {{ ref('int_audiences_bounded') }}

),

one_time_buyers as (

    select
        customer_360.customer_id,
        'Bought once, ' || {{ days_ago('customer_360.recency_days') }}
        || ', for ' || {{ money_text('customer_360.net_revenue_amount') }}
        || '; no second purchase yet' as reason

    from customer_360

    cross join int_audiences_bounded

    where
        customer_360.purchase_count = 1
        and customer_360.recency_days
        between int_audiences_bounded.second_purchase_first_days
        and int_audiences_bounded.second_purchase_last_days

)

select * from one_time_buyers
