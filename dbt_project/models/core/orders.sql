with

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

int_orders_classed as (

    select * from {{ ref('int_orders_classed') }}

),

records as (

    select * from {{ ref('records') }}

),

order_lines as (

    select * from {{ ref('order_lines') }}

),

lines_summed_to_orders as (

    select
        order_id,
        cast(count(*) as bigint) as line_count,
        cast(sum(case when is_counted then 1 else 0 end) as bigint)
            as counted_line_count,
        cast(
            sum(case when is_counted then coalesce(quantity, 0) else 0 end)
            as decimal(18, 4)
        ) as item_quantity,
        cast(sum(net_amount) as decimal(18, 2)) as net_amount,
        cast(
            sum(case when net_amount < 0 then net_amount else 0 end)
            as decimal(18, 2)
        ) as returned_amount,
        cast(
            sum(
                case
                    when is_counted and net_amount >= 0 then discount_amount
                    else 0
                end
            ) as decimal(18, 2)
        ) as discount_amount,
        cast(
            sum(
                case
                    when net_amount > 0 and cost_amount is not null then net_amount
                    else 0
                end
            ) as decimal(18, 2)
        ) as costed_amount,
        cast(
            sum(case when is_counted then net_amount - cost_amount end)
            as decimal(18, 2)
        ) as margin_amount

    from order_lines

    group by 1

),

final as (

    select
        stg_orders.order_id,
        stg_orders.source_name,
        records.customer_id,
        stg_orders.order_date,
        stg_orders.ordered_at,
        int_orders_classed.order_kind,
        int_orders_classed.order_class,
        int_orders_classed.order_kind = 'sale'
        and lines_summed_to_orders.counted_line_count > 0 as is_counted_sale,
        stg_orders.store_id,
        stg_orders.channel,
        stg_orders.cashier,
        stg_orders.currency,
        stg_orders.total_amount,
        stg_orders.original_currency,
        stg_orders.original_total_amount,
        stg_orders.fx_rate,
        stg_orders.coupon_code,
        lines_summed_to_orders.line_count,
        lines_summed_to_orders.counted_line_count,
        lines_summed_to_orders.item_quantity,
        lines_summed_to_orders.net_amount,
        lines_summed_to_orders.returned_amount,
        lines_summed_to_orders.discount_amount,
        lines_summed_to_orders.costed_amount,
        lines_summed_to_orders.margin_amount

    from stg_orders

    inner join int_orders_classed
        on stg_orders.order_id = int_orders_classed.order_id

    inner join lines_summed_to_orders
        on stg_orders.order_id = lines_summed_to_orders.order_id

    left join records
        on stg_orders.record_id = records.record_id

)

select * from final
