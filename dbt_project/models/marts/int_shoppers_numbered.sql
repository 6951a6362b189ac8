-- Every customer with a number, and in how many baskets they bought lately.
with

customers as (

    select * from {{ ref('customers') }}

),

int_baskets_listed as (

    select * from {{ ref('int_baskets_listed') }}

),

baskets_summed as (

    select
        customer_id,
        count(distinct order_id) as basket_count

    from int_baskets_listed

    where customer_id is not null

    group by 1

),

shoppers_numbered as (

    select
        customers.customer_id,
        cast(coalesce(baskets_summed.basket_count, 0) as bigint) as basket_count,
        cast(
            row_number() over (order by customers.customer_id asc nulls last) as bigint
        ) as customer_number

    from customers

    left join baskets_summed
        on customers.customer_id = baskets_summed.customer_id

)

select * from shoppers_numbered
