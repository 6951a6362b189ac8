-- What was paid and then cancelled comes back as a refund, so the order itself counts.
with

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

stg_order_lines as (

    select * from {{ ref('stg_order_lines') }}

),

shop_sources as (

    select * from {{ ref('shop_sources') }}

),

lines_summed_to_orders as (

    select
        order_id,
        min(line_amount) as lowest_line_amount,
        max(line_amount) as highest_line_amount

    from stg_order_lines

    group by 1

),

orders_with_settings as (

    select
        stg_orders.order_id,
        stg_orders.status,
        stg_orders.payment_status,
        coalesce(lines_summed_to_orders.lowest_line_amount, 0) as lowest_amount,
        coalesce(lines_summed_to_orders.highest_line_amount, 0) as highest_amount,
        {{ starts_with(
            'stg_orders.source_order_id', 'shop_sources.credit_note_prefix'
        ) }}
            as is_numbered_credit_note,
        {{ starts_with(
            'stg_orders.source_order_id', 'shop_sources.adjustment_prefix'
        ) }}
            as is_numbered_adjustment,
        coalesce(shop_sources.count_repeated_lines, false) as counts_repeated_lines

    from stg_orders

    left join lines_summed_to_orders
        on stg_orders.order_id = lines_summed_to_orders.order_id

    left join shop_sources
        on stg_orders.source_name = shop_sources.source_name

),

orders_classed as (

    select
        order_id,
        counts_repeated_lines,
        case
            when is_numbered_adjustment then 'adjustment'
            when is_numbered_credit_note then 'credit_note'
            when lowest_amount < 0 and highest_amount <= 0 then 'credit_note'
            else 'sale'
        end as order_kind,
        case
            when is_numbered_adjustment then 'adjustment'
            when
                status = 'cancelled'
                and coalesce(payment_status, 'unpaid')
                not in ('paid', 'partially_refunded', 'refunded')
                then 'cancelled'
            when
                payment_status
                in ('unpaid', 'pending', 'voided', 'authorized', 'expired')
                then 'unpaid'
            else 'counted'
        end as order_class

    from orders_with_settings

)

select * from orders_classed
