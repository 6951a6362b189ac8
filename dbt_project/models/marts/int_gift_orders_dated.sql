-- Each order with evidence, and the nearest occasion that it came before.
with

gift_evidence as (

    select * from {{ ref('gift_evidence') }}

),

orders as (

    select * from {{ ref('orders') }}

),

int_occasions_dated as (

    select * from {{ ref('int_occasions_dated') }}

),

orders_with_evidence as (

    select
        order_id,
        customer_id

    from gift_evidence

    group by 1, 2

),

orders_dated as (

    select
        evident.order_id,
        evident.customer_id,
        orders.order_date,
        occasions.occasion,
        occasions.occasion_date

    from orders_with_evidence as evident

    inner join orders
        on evident.order_id = orders.order_id

    left join int_occasions_dated as occasions
        on orders.order_date between occasions.begins_on and occasions.occasion_date

    qualify
        row_number() over (
            partition by evident.order_id
            order by
                occasions.occasion_date asc nulls last,
                occasions.occasion asc nulls last
        ) = 1

)

select * from orders_dated
