with

landed_order_lines as (

    select * from {{ source('landing', 'order_lines') }}

),

order_lines as (

    select * from {{ ref('order_lines') }}

),

orders_with_landed_lines as (

    select source_name || ':' || order_id as order_id

    from landed_order_lines

    group by 1

),

wrong_lines as (

    select order_lines.order_line_id

    from order_lines

    inner join orders_with_landed_lines
        on order_lines.order_id = orders_with_landed_lines.order_id

    where order_lines.is_unitemised

)

select * from wrong_lines
