-- What each place sells at each hour of each weekday, and who comes in; a place is a
-- store, else a channel.
with

orders as (

    select * from {{ ref('orders') }}

),

interactions as (

    select * from {{ ref('interactions') }}

),

windows as (

    select
        cast({{ segment_threshold('store_days', 'bigint') }} as bigint) as store_days

),

orders_timed as (

    select
        orders.store_id,
        case when orders.store_id is null then orders.channel end as channel,
        orders.order_date,
        {{ day_of_week('orders.order_date') }} as weekday,
        {{ shop_local_time('orders.ordered_at') }} as local_time,
        orders.is_counted_sale,
        orders.customer_id,
        orders.item_quantity,
        orders.net_amount

    from orders

    cross join windows

    where
        {{ days_between('orders.order_date', as_of_date()) }} < windows.store_days
        and orders.order_date <= {{ as_of_date() }}
        and (orders.is_counted_sale or orders.net_amount <> 0)

),

visits_timed as (

    select
        interactions.store_id,
        {{ day_of_week('interactions.occurred_date') }} as weekday,
        {{ shop_local_time('interactions.occurred_at') }} as local_time

    from interactions

    cross join windows

    where
        interactions.kind = 'visit'
        and interactions.store_id is not null
        and {{ days_between('interactions.occurred_date', as_of_date()) }}
        < windows.store_days

),

events as (

    select
        store_id,
        channel,
        weekday,
        case
            when not {{ is_midnight('local_time') }} then {{ hour_of('local_time') }}
        end as local_hour,
        case when is_counted_sale then 1 else 0 end as order_count,
        case when is_counted_sale and customer_id is not null then 1 else 0 end
            as known_customer_order_count,
        case when is_counted_sale then coalesce(item_quantity, 0) else 0 end
            as item_quantity,
        net_amount,
        case when is_counted_sale then net_amount else 0 end as sales_amount,
        0 as visit_count

    from orders_timed

    union all

    select
        store_id,
        cast(null as string) as channel,
        weekday,
        case
            when not {{ is_midnight('local_time') }} then {{ hour_of('local_time') }}
        end as local_hour,
        0 as order_count,
        0 as known_customer_order_count,
        0 as item_quantity,
        0 as net_amount,
        0 as sales_amount,
        1 as visit_count

    from visits_timed

),

store_hours_summed as (

    select
        store_id,
        channel,
        weekday,
        local_hour,
        cast(sum(order_count) as bigint) as order_count,
        cast(sum(known_customer_order_count) as bigint) as known_customer_order_count,
        cast(sum(item_quantity) as decimal(18, 4)) as item_quantity,
        cast(sum(net_amount) as decimal(18, 2)) as net_revenue_amount,
        cast(sum(sales_amount) as decimal(18, 2)) as sales_amount,
        cast(sum(visit_count) as bigint) as visit_count

    from events

    group by 1, 2, 3, 4

)

select * from store_hours_summed
