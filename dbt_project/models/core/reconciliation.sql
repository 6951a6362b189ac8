with

int_landed_rows_summed as (

    select * from {{ ref('int_landed_rows_summed') }}

),

order_lines as (

    select * from {{ ref('order_lines') }}

),

files as (

    select * from {{ source('state', 'files') }}

),

order_sources as (

    select source_name from int_landed_rows_summed

    group by 1

),

-- A file of customers has no money in it and is no part of this statement.
files_summed_to_sources as (

    select
        files.source_name,
        'set aside' as class,
        sum(files.set_aside_count) as row_count,
        sum(coalesce(files.set_aside_amount, 0)) as amount

    from files

    left join order_sources
        on files.source_name = order_sources.source_name

    where
        files.set_aside_count > 0
        and (
            order_sources.source_name is not null
            or coalesce(files.set_aside_amount, 0) <> 0
        )

    group by 1

),

lines_summed_to_classes as (

    select
        source_name,
        line_class as class,
        count(*) as row_count,
        sum(line_amount) as amount

    from order_lines

    group by 1, 2

),

classes as (

    select * from files_summed_to_sources

    union all

    select source_name, class, row_count, amount from int_landed_rows_summed
    where class <> 'in core'

    union all

    select * from lines_summed_to_classes

),

final as (

    select
        source_name,
        class,
        cast(row_count as bigint) as row_count,
        cast(amount as decimal(18, 2)) as amount

    from classes

)

select * from final
