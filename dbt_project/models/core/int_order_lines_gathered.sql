-- An order that came without lines is one line of its total, so that no money is lost.
with

stg_order_lines as (

    select * from {{ ref('stg_order_lines') }}

),

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

int_orders_classed as (

    select * from {{ ref('int_orders_classed') }}

),

int_fee_products_listed as (

    select * from {{ ref('int_fee_products_listed') }}

),

lines_of_files as (

    select
        stg_order_lines.order_line_id,
        stg_order_lines.order_id,
        stg_order_lines.product_id,
        stg_order_lines.product_name,
        stg_order_lines.returned_order_id,
        stg_order_lines.quantity,
        stg_order_lines.unit_price,
        coalesce(stg_order_lines.line_amount, 0) as line_amount,
        stg_order_lines.is_repeated,
        int_fee_products_listed.product_id is not null as is_fee,
        false as is_order_total

    from stg_order_lines

    left join int_fee_products_listed
        on
            stg_order_lines.source_name = int_fee_products_listed.source_name
            and stg_order_lines.product_id = int_fee_products_listed.product_id

),

totals_of_orders_without_lines as (

    select
        stg_orders.order_id || ':total' as order_line_id,
        stg_orders.order_id,
        cast(null as string) as product_id,
        cast(null as string) as product_name,
        cast(null as string) as returned_order_id,
        cast(null as decimal(18, 4)) as quantity,
        cast(null as decimal(18, 4)) as unit_price,
        coalesce(
            stg_orders.total_amount,
            stg_orders.gross_amount - coalesce(stg_orders.discount_amount, 0),
            0
        ) as line_amount,
        false as is_repeated,
        false as is_fee,
        true as is_order_total

    from stg_orders

    inner join int_orders_classed
        on stg_orders.order_id = int_orders_classed.order_id

    where not int_orders_classed.has_lines

),

lines_of_files_and_totals as (

    select * from lines_of_files

    union all

    select * from totals_of_orders_without_lines

)

select * from lines_of_files_and_totals
