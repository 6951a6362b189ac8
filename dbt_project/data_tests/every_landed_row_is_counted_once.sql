-- What landed, read from the lake, against what core says became of it.
with

reconciliation as (

    select * from {{ ref('reconciliation') }}

),

landed_order_lines as (

    select * from {{ source('landing', 'order_lines') }}

),

landed as (

    select
        source_name,
        count(*) as row_count,
        sum(coalesce(line_amount, 0)) as amount

    from landed_order_lines

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
