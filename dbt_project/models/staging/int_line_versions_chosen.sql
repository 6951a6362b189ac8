-- An order's lines are all those of one file: the one that its order came in, else the
-- newest that has lines of it. What all of them take back is one order, or none is
-- named.
with

source as (

    select * from {{ source('landing', 'order_lines') }}

),

int_order_versions_chosen as (

    select * from {{ ref('int_order_versions_chosen') }}

),

lines_summed_to_versions as (

    select
        source_name,
        order_id as source_order_id,
        cast(arrival as bigint) as arrival,
        min(landed_on) as landed_on,
        min(row_number) as row_number,
        case
            when
                count(returned_order_id) = count(*)
                and min(returned_order_id) = max(returned_order_id)
                then min(returned_order_id)
        end as returned_order_id

    from source

    group by 1, 2, 3

),

versions_of_orders as (

    select
        orders.order_id,
        lines.source_name,
        lines.source_order_id,
        lines.arrival,
        lines.landed_on,
        lines.row_number,
        lines.returned_order_id,
        case when lines.arrival = orders.arrival then 0 else 1 end as file_order

    from lines_summed_to_versions as lines

    inner join int_order_versions_chosen as orders
        on
            lines.source_name = orders.source_name
            and lines.source_order_id = orders.source_order_id

),

newest_versions as (

    select
        order_id,
        source_name,
        source_order_id,
        arrival,
        returned_order_id

    from versions_of_orders

    qualify
        row_number() over (
            partition by order_id
            order by
                file_order asc nulls last,
                {{ newest_version_first('landed_on', 'landed_on') }}
        ) = 1

)

select * from newest_versions
