-- An order's version is a file: all its lines come from the file that its order does.
with

source as (

    select * from {{ source('landing', 'order_lines') }}

),

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

renamed as (

    select
        ---------- ids
        stg_orders.order_id || ':' || cast(source.row_number as string)
            as order_line_id,
        stg_orders.order_id,
        source.product_id,
        source.source_name || ':' || source.returned_order_id as returned_order_id,

        ---------- strings
        source.source_name,
        source.product_name,
        source.variant,
        source.size,
        source.color,

        ---------- numerics
        cast(source.line_number as bigint) as line_number,
        cast(source.quantity as decimal(18, 4)) as quantity,
        cast(source.unit_price as decimal(18, 4)) as unit_price,
        cast(source.discount_amount as decimal(18, 2)) as discount_amount,
        cast(source.line_amount as decimal(18, 2)) as line_amount,

        ---------- booleans
        coalesce(source.is_repeated, false) as is_repeated

    from source

    inner join stg_orders
        on
            source.source_name = stg_orders.source_name
            and source.order_id = stg_orders.source_order_id
            and source.arrival = stg_orders.arrival

)

select * from renamed
