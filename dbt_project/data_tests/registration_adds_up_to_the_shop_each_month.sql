-- In each division: what names a customer and what does not is what was sold.
with

orders as (

    select * from {{ ref('orders') }}

),

registration as (

    select * from {{ ref('registration') }}

),

divisions as (

    select division from registration

    group by 1

),

orders_by_month as (

    select
        {{ month_start('order_date') }} as order_month,
        sum(case when is_counted_sale then 1 else 0 end) as order_count,
        sum(case when is_counted_sale and customer_id is not null then 1 else 0 end)
            as known_customer_order_count,
        sum(net_amount) as net_amount

    from orders

    where counted_line_count > 0

    group by 1

),

expected as (

    select
        divisions.division,
        orders_by_month.order_month,
        orders_by_month.order_count,
        orders_by_month.known_customer_order_count,
        orders_by_month.net_amount

    from divisions

    cross join orders_by_month

),

registered as (

    select
        division,
        order_month,
        sum(known_customer_order_count + unknown_customer_order_count) as order_count,
        sum(known_customer_order_count) as known_customer_order_count,
        sum(known_customer_net_revenue_amount + unknown_customer_net_revenue_amount)
            as net_amount

    from registration

    group by 1, 2

),

compared as (

    select
        coalesce(expected.division, registered.division) as division,
        coalesce(expected.order_month, registered.order_month) as order_month,
        coalesce(expected.order_count, 0)
        - coalesce(registered.order_count, 0) as order_difference,
        coalesce(expected.known_customer_order_count, 0)
        - coalesce(registered.known_customer_order_count, 0)
            as known_order_difference,
        coalesce(expected.net_amount, 0)
        - coalesce(registered.net_amount, 0) as amount_difference

    from expected

    full outer join registered
        on
            expected.division = registered.division
            and expected.order_month = registered.order_month

)

select * from compared

where
    order_difference <> 0
    or known_order_difference <> 0
    or amount_difference <> 0
