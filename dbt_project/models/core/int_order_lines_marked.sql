with

stg_order_lines as (

    select * from {{ ref('stg_order_lines') }}

),

int_fee_products_listed as (

    select * from {{ ref('int_fee_products_listed') }}

),

int_products_listed as (

    select * from {{ ref('int_products_listed') }}

),

lines_marked as (

    select
        stg_order_lines.order_line_id,
        stg_order_lines.order_id,
        stg_order_lines.line_number,
        stg_order_lines.product_id,
        stg_order_lines.product_name,
        stg_order_lines.variant,
        stg_order_lines.size,
        stg_order_lines.color,
        stg_order_lines.returned_order_id,
        stg_order_lines.quantity,
        stg_order_lines.unit_price,
        coalesce(stg_order_lines.discount_amount, 0) as discount_amount,
        coalesce(stg_order_lines.line_amount, 0) as line_amount,
        cast(
            stg_order_lines.quantity * int_products_listed.unit_cost
            as decimal(18, 2)
        ) as cost_amount,
        stg_order_lines.original_currency,
        stg_order_lines.original_line_amount,
        stg_order_lines.fx_rate,
        stg_order_lines.is_repeated,
        stg_order_lines.is_unitemised,
        int_fee_products_listed.product_id is not null
        and not stg_order_lines.is_unitemised as is_fee

    from stg_order_lines

    left join int_fee_products_listed
        on
            stg_order_lines.source_name = int_fee_products_listed.source_name
            and stg_order_lines.product_id = int_fee_products_listed.product_id

    left join int_products_listed
        on stg_order_lines.product_id = int_products_listed.product_id

)

select * from lines_marked
