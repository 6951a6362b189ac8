-- The week, from Monday on, in which a customer brought most; of equal ones the first.
with

orders as (

    select * from {{ ref('orders') }}

),

orders_with_weeks as (

    select
        customer_id,
        {{ add_days('order_date', '1 - ' ~ day_of_week('order_date')) }}
            as week_start_date,
        net_amount

    from orders

    where customer_id is not null

),

weeks as (

    select
        customer_id,
        week_start_date,
        cast(sum(net_amount) as decimal(18, 2)) as net_amount

    from orders_with_weeks

    group by 1, 2

),

best_weeks as (

    select * from weeks

    where net_amount > 0

    qualify
        row_number() over (
            partition by customer_id
            order by net_amount desc nulls last, week_start_date asc nulls last
        ) = 1

)

select * from best_weeks
