-- What landed is read from the lake itself, past every model that could lose a row.
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

versions_classed as (

    select
        lines_summed_to_versions.source_name,
        lines_summed_to_versions.row_count,
        lines_summed_to_versions.amount,
        case
            when stg_orders.order_id is not null then 'in core'
            when landed_orders.ordered_date > {{ as_of_date() }} then 'later'
            else 'superseded'
        end as class

    from lines_summed_to_versions

    left join landed_orders
        on
            lines_summed_to_versions.source_name = landed_orders.source_name
            and lines_summed_to_versions.order_id = landed_orders.order_id
            and lines_summed_to_versions.arrival = landed_orders.arrival

    left join stg_orders
        on
            lines_summed_to_versions.source_name = stg_orders.source_name
            and lines_summed_to_versions.order_id = stg_orders.source_order_id
            and lines_summed_to_versions.arrival = stg_orders.arrival

),

versions_summed_to_classes as (

    select
        source_name,
        class,
        cast(sum(row_count) as bigint) as row_count,
        cast(sum(amount) as decimal(18, 2)) as amount

    from versions_classed

    group by 1, 2

)

select * from versions_summed_to_classes
