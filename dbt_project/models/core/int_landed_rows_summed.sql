-- What landed is read from the lake itself, past every model that could lose a row:
-- every order line, and every order whose own file has no line of it.
with

landed_order_lines as (

    select * from {{ source('landing', 'order_lines') }}

),

landed_orders as (

    select * from {{ source('landing', 'orders') }}

),

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

int_line_versions_chosen as (

    select * from {{ ref('int_line_versions_chosen') }}

),

lines_summed_to_versions as (

    select
        source_name,
        order_id,
        arrival,
        count(*) as row_count,
        sum(coalesce(line_amount, 0)) as amount

    from landed_order_lines

    group by 1, 2, 3

),

orders_summed_to_versions as (

    select
        source_name,
        order_id,
        arrival,
        min(ordered_date) as order_date

    from landed_orders

    group by 1, 2, 3

),

orders_summed_to_dates as (

    select
        source_name,
        order_id,
        min(order_date) as first_order_date

    from orders_summed_to_versions

    group by 1, 2

),

lines_classed as (

    select
        lines.source_name,
        lines.row_count,
        lines.amount,
        case
            when chosen.order_id is not null then 'in core'
            when dates.first_order_date is null then 'without an order'
            when
                coalesce(orders.order_date, dates.first_order_date)
                > {{ as_of_date() }}
                then 'later'
            else 'superseded'
        end as class

    from lines_summed_to_versions as lines

    left join int_line_versions_chosen as chosen
        on
            lines.source_name = chosen.source_name
            and lines.order_id = chosen.source_order_id
            and lines.arrival = chosen.arrival

    left join orders_summed_to_versions as orders
        on
            lines.source_name = orders.source_name
            and lines.order_id = orders.order_id
            and lines.arrival = orders.arrival

    left join orders_summed_to_dates as dates
        on
            lines.source_name = dates.source_name
            and lines.order_id = dates.order_id

),

orders_classed as (

    select
        landed_orders.source_name,
        1 as row_count,
        {{ goods_amount('landed_orders') }} as amount,
        case
            when stg_orders.order_id is not null and chosen.order_id is null
                then 'in core'
            when stg_orders.order_id is not null then 'itemised'
            when landed_orders.ordered_date > {{ as_of_date() }} then 'later'
            else 'superseded'
        end as class

    from landed_orders

    left join lines_summed_to_versions as lines
        on
            landed_orders.source_name = lines.source_name
            and landed_orders.order_id = lines.order_id
            and landed_orders.arrival = lines.arrival

    left join stg_orders
        on
            landed_orders.source_name = stg_orders.source_name
            and landed_orders.order_id = stg_orders.source_order_id
            and landed_orders.arrival = stg_orders.arrival
            and landed_orders.row_number = stg_orders.row_number

    left join int_line_versions_chosen as chosen
        on stg_orders.order_id = chosen.order_id

    where lines.order_id is null

),

rows_classed as (

    select source_name, class, row_count, amount from lines_classed

    union all

    select source_name, class, row_count, amount from orders_classed

),

rows_summed_to_classes as (

    select
        source_name,
        class,
        cast(sum(row_count) as bigint) as row_count,
        cast(sum(amount) as decimal(18, 2)) as amount

    from rows_classed

    group by 1, 2

)

select * from rows_summed_to_classes
