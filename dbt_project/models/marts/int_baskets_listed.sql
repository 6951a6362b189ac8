-- What lay in each basket lately: one row per counted sale and product bought in it.
-- Fees and orders without lines are in nobody's basket, and test accounts have none.
with

order_lines as (

    select * from {{ ref('order_lines') }}

),

orders as (

    select * from {{ ref('orders') }}

),

products as (

    select * from {{ ref('products') }}

),

customer_flags as (

    select * from {{ ref('customer_flags') }}

),

baskets_listed as (

    select
        order_lines.order_id,
        order_lines.product_id,
        max(order_lines.customer_id) as customer_id,
        max(order_lines.order_date) as order_date

    from order_lines

    inner join orders
        on order_lines.order_id = orders.order_id

    inner join products
        on order_lines.product_id = products.product_id

    left join customer_flags
        on order_lines.customer_id = customer_flags.customer_id

    where
        order_lines.is_counted
        and not coalesce(customer_flags.is_test_account, false)
        and not order_lines.is_unitemised
        and order_lines.net_amount >= 0
        and coalesce(order_lines.quantity, 1) > 0
        and orders.is_counted_sale
        and not products.is_fee
        and {{ days_between('order_lines.order_date', as_of_date()) }}
        < {{ segment_threshold('affinity_days') }}

    group by 1, 2

)

select * from baskets_listed
