{# In a sample most landed rows are left out. #}
{{ config(enabled=var('sample_percent', none) is none) }}
-- What landed, read from the lake, against what core says became of it: every line, and
-- every order whose own file has no line of it.
with

reconciliation as (

    select * from {{ ref('reconciliation') }}

),

landed_order_lines as (

    select * from {{ source('landing', 'order_lines') }}

),

landed_orders as (

    select * from {{ source('landing', 'orders') }}

),

versions_with_lines as (

    select
        source_name,
        order_id,
        arrival

    from landed_order_lines

    group by 1, 2, 3

),

landed_rows as (

    select source_name, coalesce(line_amount, 0) as amount
    from landed_order_lines

    union all

    select
        landed_orders.source_name,
        {{ goods_amount('landed_orders') }} as amount

    from landed_orders

    left join versions_with_lines
        on
            landed_orders.source_name = versions_with_lines.source_name
            and landed_orders.order_id = versions_with_lines.order_id
            and landed_orders.arrival = versions_with_lines.arrival

    where versions_with_lines.order_id is null

),

landed as (

    select
        source_name,
        count(*) as row_count,
        sum(amount) as amount

    from landed_rows

    group by 1

),

accounted as (

    select
        source_name,
        sum(row_count) as row_count,
        sum(amount) as amount

    from reconciliation

    where class <> 'set aside'

    group by 1

),

differences as (

    select
        coalesce(landed.source_name, accounted.source_name) as source_name,
        landed.row_count as landed_row_count,
        accounted.row_count as accounted_row_count,
        landed.amount as landed_amount,
        accounted.amount as accounted_amount

    from landed

    full outer join accounted
        on landed.source_name = accounted.source_name

    where
        landed.source_name is null
        or accounted.source_name is null
        or landed.row_count <> accounted.row_count
        or landed.amount <> accounted.amount

)

select * from differences
