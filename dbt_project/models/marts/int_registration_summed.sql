-- The same orders four times: the shop as a whole, by store, by channel, by cashier.
-- Two cashiers of one name at two stores are two.
with

orders as (

    select * from {{ ref('orders') }}

),

orders_marked as (

    select
        {{ month_start('order_date') }} as order_month,
        store_id,
        channel,
        cashier,
        case when is_counted_sale then 1 else 0 end as order_count,
        case
            when is_counted_sale and customer_id is not null then 1 else 0
        end as known_customer_order_count,
        net_amount,
        case
            when customer_id is not null then net_amount else 0
        end as known_customer_net_amount

    from orders

    where counted_line_count > 0

),

orders_summed as (

    select
        order_month,
        store_id,
        channel,
        cashier,
        sum(order_count) as order_count,
        sum(known_customer_order_count) as known_customer_order_count,
        sum(net_amount) as net_amount,
        sum(known_customer_net_amount) as known_customer_net_amount

    from orders_marked

    group by order_month, store_id, channel, cashier

),

divisions as (

    select
        'shop' as division,
        order_month,
        cast(null as string) as store_id,
        cast(null as string) as channel,
        cast(null as string) as cashier,
        'shop' as division_key,
        order_count,
        known_customer_order_count,
        net_amount,
        known_customer_net_amount

    from orders_summed

    union all

    select
        'store' as division,
        order_month,
        store_id,
        cast(null as string) as channel,
        cast(null as string) as cashier,
        store_id as division_key,
        order_count,
        known_customer_order_count,
        net_amount,
        known_customer_net_amount

    from orders_summed

    union all

    select
        'channel' as division,
        order_month,
        cast(null as string) as store_id,
        channel,
        cast(null as string) as cashier,
        channel as division_key,
        order_count,
        known_customer_order_count,
        net_amount,
        known_customer_net_amount

    from orders_summed

    union all

    select
        'cashier' as division,
        order_month,
        case when cashier is not null then store_id end as store_id,
        cast(null as string) as channel,
        cashier,
        cashier as division_key,
        order_count,
        known_customer_order_count,
        net_amount,
        known_customer_net_amount

    from orders_summed

),

divisions_summed as (

    select
        division,
        order_month,
        store_id,
        channel,
        cashier,
        division_key is not null as is_named,
        cast(sum(order_count) as bigint) as order_count,
        cast(sum(known_customer_order_count) as bigint)
            as known_customer_order_count,
        cast(sum(net_amount) as decimal(18, 2)) as net_revenue_amount,
        cast(sum(known_customer_net_amount) as decimal(18, 2))
            as known_customer_net_revenue_amount

    from divisions

    group by
        division,
        order_month,
        store_id,
        channel,
        cashier,
        division_key is not null

)

select * from divisions_summed
