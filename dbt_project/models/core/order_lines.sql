with

int_order_lines_marked as (

    select * from {{ ref('int_order_lines_marked') }}

),

int_orders_classed as (

    select * from {{ ref('int_orders_classed') }}

),

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

records as (

    select * from {{ ref('records') }}

),

orders_with_customers as (

    select
        stg_orders.order_id,
        stg_orders.order_date,
        stg_orders.source_name,
        records.customer_id,
        int_orders_classed.order_class,
        int_orders_classed.counts_repeated_lines

    from stg_orders

    inner join int_orders_classed
        on stg_orders.order_id = int_orders_classed.order_id

    left join records
        on stg_orders.record_id = records.record_id

),

lines_classed as (

    select
        lines.order_line_id,
        lines.order_id,
        orders.customer_id,
        orders.order_date,
        lines.line_number,
        lines.product_id,
        lines.product_name,
        lines.variant,
        lines.size,
        lines.color,
        lines.returned_order_id,
        lines.quantity,
        lines.unit_price,
        cast(lines.discount_amount as decimal(18, 2)) as discount_amount,
        cast(lines.line_amount as decimal(18, 2)) as line_amount,
        cast(lines.cost_amount as decimal(18, 2)) as cost_amount,
        lines.original_currency,
        lines.original_line_amount,
        lines.fx_rate,
        case
            when orders.order_class <> 'counted' then orders.order_class
            when lines.is_repeated and not orders.counts_repeated_lines
                then 'repeated'
            when lines.is_fee then 'fee'
            when lines.line_amount = 0 and coalesce(lines.unit_price, 0) = 0
                then 'zero_price'
            else 'counted'
        end as line_class,
        lines.is_unitemised,
        orders.source_name

    from int_order_lines_marked as lines

    inner join orders_with_customers as orders
        on lines.order_id = orders.order_id

),

final as (

    select
        order_line_id,
        order_id,
        customer_id,
        order_date,
        line_number,
        product_id,
        product_name,
        variant,
        size,
        color,
        returned_order_id,
        quantity,
        unit_price,
        discount_amount,
        line_amount,
        cost_amount,
        original_currency,
        original_line_amount,
        fx_rate,
        line_class,
        line_class = 'counted' as is_counted,
        cast(
            case when line_class = 'counted' then line_amount else 0 end
            as decimal(18, 2)
        ) as net_amount,
        is_unitemised,
        source_name

    from lines_classed

)

select * from final
