with

int_lines_of_customers as (

    select * from {{ ref('int_lines_of_customers') }}

),

int_orders_timed as (

    select * from {{ ref('int_orders_timed') }}

),

orders as (

    select * from {{ ref('orders') }}

),

int_bulk_bounded as (

    select * from {{ ref('int_bulk_bounded') }}

),

lines_summed as (

    select
        lines.customer_id,
        cast(count(*) as bigint) as line_count,
        cast(
            sum(
                case
                    when lines.quantity > int_bulk_bounded.usual_most_quantity then 1
                    else 0
                end
            ) as bigint
        ) as bulk_line_count,
        cast(max(lines.quantity) as decimal(18, 4)) as largest_line_quantity

    from int_lines_of_customers as lines

    inner join int_bulk_bounded
        on int_bulk_bounded.kind = 'line'

    where lines.is_sale_line and lines.net_amount > 0 and lines.quantity > 0

    group by 1

),

orders_summed as (

    select
        int_orders_timed.customer_id,
        cast(count(*) as bigint) as order_count,
        cast(
            sum(
                case
                    when orders.item_quantity > int_bulk_bounded.usual_most_quantity
                        then 1
                    else 0
                end
            ) as bigint
        ) as large_order_count,
        cast(
            sum(
                case
                    when
                        int_orders_timed.week_part = 'weekday'
                        and int_orders_timed.local_hour
                        >= {{ segment_threshold('office_first_hour') }}
                        and int_orders_timed.local_hour
                        < {{ segment_threshold('office_end_hour') }}
                        then 1
                    else 0
                end
            ) as bigint
        ) as office_order_count

    from int_orders_timed

    inner join orders
        on int_orders_timed.order_id = orders.order_id

    inner join int_bulk_bounded
        on int_bulk_bounded.kind = 'order'

    group by 1

),

summed as (

    select
        orders_summed.customer_id,
        orders_summed.order_count,
        orders_summed.large_order_count,
        orders_summed.office_order_count,
        coalesce(lines_summed.line_count, 0) as line_count,
        coalesce(lines_summed.bulk_line_count, 0) as bulk_line_count,
        coalesce(lines_summed.largest_line_quantity, 0) as largest_line_quantity,
        {{ divide_to_share('lines_summed.bulk_line_count', 'lines_summed.line_count') }}
            as bulk_line_share,
        {{ divide_to_share(
            'orders_summed.large_order_count', 'orders_summed.order_count'
        ) }} as large_order_share,
        {{ divide_to_share(
            'orders_summed.office_order_count', 'orders_summed.order_count'
        ) }} as office_order_share

    from orders_summed

    left join lines_summed
        on orders_summed.customer_id = lines_summed.customer_id

)

select * from summed
