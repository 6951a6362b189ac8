-- The shop's own clock says when. An order of midnight to the second was written
-- without a time of day, and has none.
with

orders as (

    select * from {{ ref('orders') }}

),

orders_localised as (

    select
        order_id,
        customer_id,
        source_name,
        channel,
        store_id,
        order_date,
        ordered_at,
        {{ day_of_week('order_date') }} as weekday,
        {{ shop_local_time('ordered_at') }} as local_time

    from orders

    where is_counted_sale and customer_id is not null

),

orders_with_hours as (

    select
        order_id,
        customer_id,
        source_name,
        channel,
        store_id,
        order_date,
        ordered_at,
        weekday,
        case
            when not {{ is_midnight('local_time') }} then {{ hour_of('local_time') }}
        end as local_hour

    from orders_localised

),

orders_timed as (

    select
        order_id,
        customer_id,
        source_name,
        channel,
        store_id,
        order_date,
        ordered_at,
        weekday,
        local_hour,
        case when weekday >= 6 then 'weekend' else 'weekday' end as week_part,
        case
            when local_hour is null then null
            when local_hour < {{ segment_threshold('morning_hour') }} then 'night'
            when local_hour < {{ segment_threshold('midday_hour') }} then 'morning'
            when local_hour < {{ segment_threshold('afternoon_hour') }} then 'midday'
            when local_hour < {{ segment_threshold('evening_hour') }} then 'afternoon'
            when local_hour < {{ segment_threshold('night_hour') }} then 'evening'
            else 'night'
        end as day_part

    from orders_with_hours

)

select * from orders_timed
