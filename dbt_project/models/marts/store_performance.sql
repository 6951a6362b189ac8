-- When each store sells, by weekday and hour: when to have hands at the tills.
with

int_store_hours_summed as (

    select * from {{ ref('int_store_hours_summed') }}

),

stores as (

    select * from {{ ref('stores') }}

),

places as (

    select
        coalesce(store_id, '') as store_key,
        coalesce(channel, '') as channel_key,
        cast(count(*) as bigint) as hour_count,
        cast(sum(order_count) as bigint) as order_count,
        sum(sales_amount) as sales_amount

    from int_store_hours_summed

    group by 1, 2

),

hours_compared as (

    select
        hours.store_id,
        hours.channel,
        coalesce(stores.store_name, hours.store_id, hours.channel) as place_name,
        hours.weekday,
        hours.local_hour,
        hours.order_count,
        hours.item_quantity,
        hours.net_revenue_amount,
        {{ divide('hours.sales_amount', 'hours.order_count') }} as mean_order_amount,
        {{ divide_to_share(
            'hours.known_customer_order_count', 'hours.order_count'
        ) }} as known_customer_order_share,
        hours.visit_count,
        {{ divide_to_share('hours.sales_amount', 'places.sales_amount') }}
            as store_sales_share,
        {{ divide(
            'hours.order_count * places.hour_count', 'places.order_count'
        ) }} as pace,
        cast(
            rank() over (
                partition by hours.store_id, hours.channel
                order by hours.order_count desc nulls last
            ) as bigint
        ) as busy_rank

    from int_store_hours_summed as hours

    inner join places
        on
            coalesce(hours.store_id, '') = places.store_key
            and coalesce(hours.channel, '') = places.channel_key

    left join stores
        on hours.store_id = stores.store_id

),

hours_placed as (

    select
        store_id,
        channel,
        place_name,
        weekday,
        local_hour,
        order_count,
        item_quantity,
        net_revenue_amount,
        mean_order_amount,
        known_customer_order_share,
        visit_count,
        store_sales_share,
        pace,
        busy_rank,
        case
            when pace >= {{ segment_threshold('store_busy_pace') }} then 'busy'
            when pace <= {{ segment_threshold('store_quiet_pace') }} then 'quiet'
            else 'usual'
        end as traffic,
        case weekday
            when 1 then 'Monday'
            when 2 then 'Tuesday'
            when 3 then 'Wednesday'
            when 4 then 'Thursday'
            when 5 then 'Friday'
            when 6 then 'Saturday'
            else 'Sunday'
        end as weekday_en,
        substr('一二三四五六日', cast(weekday as int), 1) as weekday_zh,
        cast(local_hour as string) || ':00' as clock

    from hours_compared

),

hours_told as (

    select
        store_id,
        channel,
        place_name,
        weekday,
        local_hour,
        order_count,
        item_quantity,
        net_revenue_amount,
        mean_order_amount,
        known_customer_order_share,
        visit_count,
        store_sales_share,
        pace,
        busy_rank,
        traffic,
        weekday_en || coalesce(' from ' || clock, ', hour unknown') || ': '
        || {{ counted('order_count', 'sale') }}
        || coalesce(
            ', ' || {{ percent_text('store_sales_share') }} || ' of its sales', ''
        )
        || coalesce('; ' || cast(pace as string) || ' times its usual hour', '')
            as reason,
        '星期' || weekday_zh || coalesce(' ' || clock || ' 起', '（时间未知）')
        || '：' || {{ counted_zh('order_count', '笔销售') }}
        || coalesce('，占其销售额 ' || {{ percent_text('store_sales_share') }}, '')
        || coalesce('；为其平均时段的 ' || cast(pace as string) || ' 倍', '')
            as reason_zh

    from hours_placed

)

select * from hours_told
