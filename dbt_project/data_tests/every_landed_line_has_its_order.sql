with

landed_order_lines as (

    select * from {{ source('landing', 'order_lines') }}

),

landed_orders as (

    select * from {{ source('landing', 'orders') }}

),

line_versions as (

    select
        source_name,
        order_id,
        arrival

    from landed_order_lines

    group by 1, 2, 3

),

lines_without_order as (

    select
        line_versions.source_name,
        line_versions.order_id,
        line_versions.arrival

    from line_versions

    left join landed_orders
        on
            line_versions.source_name = landed_orders.source_name
            and line_versions.order_id = landed_orders.order_id
            and line_versions.arrival = landed_orders.arrival

    where landed_orders.order_id is null

)

select * from lines_without_order
