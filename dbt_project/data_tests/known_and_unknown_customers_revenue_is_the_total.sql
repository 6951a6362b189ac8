-- Three ways to the same money: by customer, by day and by line.
with

order_lines as (

    select * from {{ ref('order_lines') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

sales_by_day as (

    select * from {{ ref('sales_by_day') }}

),

totals as (

    select
        (select coalesce(sum(net_amount), 0) from order_lines) as total_amount,
        (
            select coalesce(sum(net_amount), 0) from order_lines
            where customer_id is null
        ) as unknown_amount,
        (
            select coalesce(sum(net_revenue_amount), 0) from customer_features
        ) as known_amount,
        (
            select coalesce(sum(net_revenue_amount), 0) from sales_by_day
        ) as daily_amount

),

differences as (

    select * from totals
    where
        total_amount <> known_amount + unknown_amount
        or total_amount <> daily_amount

)

select * from differences
