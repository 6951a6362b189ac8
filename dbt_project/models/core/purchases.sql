with

orders as (

    select * from {{ ref('orders') }}

),

orders_summed_to_days as (

    select
        customer_id,
        order_date as purchase_date,
        cast(sum(net_amount) as decimal(18, 2)) as net_amount,
        cast(sum(case when is_counted_sale then 1 else 0 end) as bigint) as order_count

    from orders

    where customer_id is not null

    group by 1, 2

    having sum(net_amount) > 0

)

select * from orders_summed_to_days
