-- A sale and a refund count on their own days, each in the window of its day.
with

orders as (

    select * from {{ ref('orders') }}

),

orders_dated as (

    select
        customer_id,
        {{ days_between('order_date', as_of_date()) }} as days_ago,
        case when is_counted_sale then 1 else 0 end as sale_count,
        case when is_counted_sale then net_amount else 0 end as sale_amount,
        item_quantity,
        net_amount,
        returned_amount,
        discount_amount,
        costed_amount,
        margin_amount

    from orders

    where customer_id is not null

),

summed as (

    select
        customer_id,
        cast(sum(sale_count) as bigint) as order_count,
        cast(sum(sale_amount) as decimal(18, 2)) as sale_amount,
        cast(sum(item_quantity) as decimal(18, 4)) as item_quantity,
        cast(sum(net_amount) as decimal(18, 2)) as net_revenue_amount,
        cast(sum(returned_amount) as decimal(18, 2)) as returned_amount,
        cast(sum(discount_amount) as decimal(18, 2)) as discount_amount,
        cast(sum(costed_amount) as decimal(18, 2)) as costed_amount,
        cast(sum(margin_amount) as decimal(18, 2)) as margin_amount,
        {{ sums_per_window() }}

    from orders_dated

    group by 1

)

select * from summed
