-- A number that two of the sources have given to an order names none.
with

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

named_sources as (

    select * from {{ ref('named_sources') }}

),

orders_named as (

    select
        named_sources.source_name || ':' || stg_orders.source_order_id as named_id,
        min(stg_orders.order_id) as order_id

    from named_sources

    inner join stg_orders
        on named_sources.named_source = stg_orders.source_name

    where named_sources.entity = 'orders'

    group by 1

    having min(stg_orders.order_id) = max(stg_orders.order_id)

)

select * from orders_named
