-- What customers bought and took back, with what the catalogue says of it.
with

order_lines as (

    select * from {{ ref('order_lines') }}

),

products as (

    select * from {{ ref('products') }}

),

orders as (

    select * from {{ ref('orders') }}

),

lines_of_customers as (

    select
        order_lines.customer_id,
        order_lines.order_id,
        order_lines.order_date,
        products.category,
        products.brand,
        order_lines.size,
        order_lines.variant,
        order_lines.color,
        cast(coalesce(order_lines.quantity, 0) as decimal(18, 4)) as quantity,
        order_lines.discount_amount,
        order_lines.net_amount,
        order_lines.net_amount >= 0 and orders.is_counted_sale as is_sale_line,
        case
            when order_lines.net_amount > 0 and order_lines.quantity > 0
                then {{ divide(
                    'order_lines.net_amount + order_lines.discount_amount',
                    'order_lines.quantity'
                ) }}
        end as full_price_amount

    from order_lines

    inner join orders
        on order_lines.order_id = orders.order_id

    left join products
        on order_lines.product_id = products.product_id

    where
        order_lines.is_counted
        and order_lines.customer_id is not null

)

select * from lines_of_customers
