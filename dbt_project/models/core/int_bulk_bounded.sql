-- What is much in this shop: more pieces on a line, or in an order, than nearly all of
-- its lines or orders have, and never few.
with

order_lines as (

    select * from {{ ref('order_lines') }}

),

orders as (

    select * from {{ ref('orders') }}

),

sizes as (

    select
        'line' as kind,
        quantity,
        cast(count(*) as bigint) as size_count

    from order_lines

    where is_counted and net_amount > 0 and quantity > 0

    group by 1, 2

    union all

    select
        'order' as kind,
        item_quantity as quantity,
        cast(count(*) as bigint) as size_count

    from orders

    where is_counted_sale and item_quantity > 0

    group by 1, 2

),

sizes_cumulated as (

    select
        kind,
        quantity,
        sum(size_count) over (
            partition by kind
            order by quantity asc nulls last
            rows between unbounded preceding and current row
        ) as count_up_to,
        sum(size_count) over (partition by kind) as total_count

    from sizes

),

bulk_bounded as (

    select
        kind,
        cast(
            greatest(
                min(
                    case
                        when
                            count_up_to
                            >= total_count * {{ segment_threshold('bulk_line_share') }}
                            then quantity
                    end
                ),
                max({{ segment_threshold('bulk_least_quantity') }}) - 1
            ) as decimal(18, 4)
        ) as usual_most_quantity

    from sizes_cumulated

    group by 1

)

select * from bulk_bounded
