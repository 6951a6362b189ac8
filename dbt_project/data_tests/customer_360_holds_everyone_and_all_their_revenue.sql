with

customers as (

    select * from {{ ref('customers') }}

),

orders as (

    select * from {{ ref('orders') }}

),

customer_360 as (

    select * from {{ ref('customer_360') }}

),

totals_of_core as (

    select
        (select count(*) from customers) as customer_count,
        coalesce(sum(net_amount), 0) as net_revenue_amount

    from orders

    where
        order_class = 'counted'
        and customer_id is not null

),

totals_of_360 as (

    select
        count(*) as customer_count,
        coalesce(sum(net_revenue_amount), 0) as net_revenue_amount

    from customer_360

)

select
    totals_of_core.customer_count,
    totals_of_360.customer_count as customer_count_of_360,
    totals_of_core.net_revenue_amount,
    totals_of_360.net_revenue_amount as net_revenue_amount_of_360

from totals_of_core

cross join totals_of_360

where
    totals_of_core.customer_count <> totals_of_360.customer_count
    or totals_of_core.net_revenue_amount <> totals_of_360.net_revenue_amount
