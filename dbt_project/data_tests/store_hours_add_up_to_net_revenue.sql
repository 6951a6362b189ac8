-- No sale of these days is in two hours of a store, and none in no hour.
with

store_performance as (

    select * from {{ ref('store_performance') }}

),

orders as (

    select * from {{ ref('orders') }}

),

places_of_hours as (

    select
        coalesce(store_id, channel, '') as place,
        sum(net_revenue_amount) as net_amount

    from store_performance

    group by 1

),

places_of_orders as (

    select
        coalesce(store_id, channel, '') as place,
        sum(net_amount) as net_amount

    from orders

    where
        order_date <= {{ as_of_date() }}
        and {{ days_between('order_date', as_of_date()) }}
        < {{ segment_threshold('store_days', 'bigint') }}

    group by 1

),

differences as (

    select
        coalesce(hours.place, orders.place) as place,
        hours.net_amount as hours_amount,
        orders.net_amount as orders_amount

    from places_of_hours as hours

    full outer join places_of_orders as orders
        on hours.place = orders.place

    where coalesce(hours.net_amount, 0) <> coalesce(orders.net_amount, 0)

)

select * from differences
