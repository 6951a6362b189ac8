with

orders as (

    select * from {{ ref('orders') }}

),

order_lines as (

    select * from {{ ref('order_lines') }}

),

lines_summed_to_orders as (

    select
        order_id,
        count(*) as line_count,
        sum(net_amount) as net_amount

    from order_lines

    group by 1

),

differences as (

    select
        coalesce(orders.order_id, lines_summed_to_orders.order_id) as order_id,
        orders.net_amount as order_amount,
        lines_summed_to_orders.net_amount as lines_amount

    from orders

    full outer join lines_summed_to_orders
        on orders.order_id = lines_summed_to_orders.order_id

    where
        orders.order_id is null
        or lines_summed_to_orders.order_id is null
        or orders.line_count <> lines_summed_to_orders.line_count
        or orders.net_amount <> lines_summed_to_orders.net_amount

)

select * from differences
