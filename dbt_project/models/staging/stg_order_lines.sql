with

source as (

    select * from {{ source('landing', 'order_lines') }}

),

int_line_versions_chosen as (

    select * from {{ ref('int_line_versions_chosen') }}

),

int_orders_unitemised as (

    select * from {{ ref('int_orders_unitemised') }}

),

lines_placed as (

    select
        versions.order_id,
        source.source_name,
        cast(source.arrival as bigint) as arrival,
        cast(source.row_number as bigint) as row_number,
        source.line_number,
        source.product_id,
        source.product_name,
        source.variant,
        source.size,
        source.color,
        source.quantity,
        source.unit_price,
        source.discount_amount,
        source.line_amount,
        source.returned_order_id,
        source.is_repeated,
        source.original_currency,
        source.original_line_amount,
        source.fx_rate,
        rank() over (
            partition by versions.order_id order by source.row_number asc nulls last
        ) as place_of_row,
        row_number() over (
            partition by versions.order_id
            order by
                source.row_number asc nulls last,
                {{ lines_in_order('source') }}
        ) as place_in_order

    from source

    inner join int_line_versions_chosen as versions
        on
            source.source_name = versions.source_name
            and source.order_id = versions.source_order_id
            and source.arrival = versions.arrival

),

lines_of_files as (

    select
        ---------- ids
        order_id || ':' || cast(row_number as string) || ':'
        || cast(place_in_order - place_of_row + 1 as string) as order_line_id,
        order_id,
        product_id,
        source_name || ':' || returned_order_id as returned_order_id,

        ---------- strings
        source_name,
        product_name,
        variant,
        size,
        color,
        original_currency,

        ---------- numerics
        arrival,
        row_number,
        cast(coalesce(line_number, place_in_order) as bigint) as line_number,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(unit_price as decimal(18, 4)) as unit_price,
        cast(discount_amount as decimal(18, 2)) as discount_amount,
        cast(line_amount as decimal(18, 2)) as line_amount,
        cast(original_line_amount as decimal(18, 2)) as original_line_amount,
        cast(fx_rate as decimal(18, 8)) as fx_rate,

        ---------- booleans
        coalesce(is_repeated, false) as is_repeated,
        false as is_unitemised

    from lines_placed

),

all_lines as (

    select * from lines_of_files

    union all

    select * from int_orders_unitemised

)

select * from all_lines {{ of_sampled_orders() }}
