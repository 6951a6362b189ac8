-- An order that came without lines is one line of its goods, so that no money is lost.
with

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

int_line_versions_chosen as (

    select * from {{ ref('int_line_versions_chosen') }}

),

orders_unitemised as (

    select
        stg_orders.order_id,
        stg_orders.source_name,
        stg_orders.original_currency,
        stg_orders.arrival,
        stg_orders.row_number,
        {{ goods_amount('stg_orders') }} as goods_amount,
        case
            when {{ goods_amount('stg_orders') }} = stg_orders.total_amount
                then stg_orders.original_total_amount
        end as original_goods_amount,
        stg_orders.fx_rate

    from stg_orders

    left join int_line_versions_chosen
        on stg_orders.order_id = int_line_versions_chosen.order_id

    where int_line_versions_chosen.order_id is null

),

lines_of_orders as (

    select
        order_id || ':unitemised' as order_line_id,
        order_id,
        'unitemised' as product_id,
        cast(null as string) as returned_order_id,
        source_name,
        cast(null as string) as product_name,
        cast(null as string) as variant,
        cast(null as string) as size,
        cast(null as string) as color,
        original_currency,
        arrival,
        row_number,
        cast(1 as bigint) as line_number,
        cast(case when goods_amount < 0 then -1 else 1 end as decimal(18, 4))
            as quantity,
        cast(null as decimal(18, 4)) as unit_price,
        cast(null as decimal(18, 2)) as discount_amount,
        goods_amount as line_amount,
        original_goods_amount as original_line_amount,
        fx_rate,
        false as is_repeated,
        true as is_unitemised

    from orders_unitemised

)

select * from lines_of_orders
