with

orders as (

    select * from {{ ref('orders') }}

),

orders_summed_to_days as (

    select
        order_date,
        cast(sum(case when is_counted_sale then 1 else 0 end) as bigint) as order_count,
        cast(sum(net_amount) as decimal(18, 2)) as net_revenue_amount,
        cast(
            sum(case when customer_id is not null then net_amount else 0 end)
            as decimal(18, 2)
        ) as known_customer_net_revenue_amount

    from orders

    where counted_line_count > 0

    group by 1

)

select * from orders_summed_to_days
