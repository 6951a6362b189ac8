-- What a customer brought in the 365 days that end with their latest purchase.
with

orders as (

    select * from {{ ref('orders') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

last_years as (

    select
        customer_features.customer_id,
        cast(sum(orders.net_amount) as decimal(18, 2)) as last_year_amount

    from customer_features

    inner join orders
        on
            customer_features.customer_id = orders.customer_id
            and orders.order_date
            > {{ add_days('customer_features.latest_purchase_date', '-365') }}

    group by 1

)

select * from last_years
