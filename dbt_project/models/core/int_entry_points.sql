-- Through which door a customer came: the first order of their first purchase.
with

int_orders_timed as (

    select * from {{ ref('int_orders_timed') }}

),

purchases as (

    select * from {{ ref('purchases') }}

),

orders_of_purchases as (

    select
        orders.customer_id,
        orders.source_name,
        orders.channel,
        orders.store_id,
        row_number() over (
            partition by orders.customer_id
            order by
                orders.order_date asc nulls last,
                orders.ordered_at asc nulls last,
                orders.order_id asc nulls last
        ) as place,
        row_number() over (
            partition by orders.customer_id
            order by
                orders.order_date desc nulls last,
                orders.ordered_at desc nulls last,
                orders.order_id desc nulls last
        ) as place_from_end

    from int_orders_timed as orders

    inner join purchases
        on
            orders.customer_id = purchases.customer_id
            and orders.order_date = purchases.purchase_date

),

entry_points as (

    select
        customer_id,
        max(case when place = 1 then source_name end) as first_source_name,
        max(case when place = 1 then channel end) as first_channel,
        max(case when place = 1 then store_id end) as first_store_id,
        max(case when place_from_end = 1 then source_name end) as latest_source_name,
        max(case when place_from_end = 1 then channel end) as latest_channel,
        max(case when place_from_end = 1 then store_id end) as latest_store_id

    from orders_of_purchases

    group by 1

)

select * from entry_points
