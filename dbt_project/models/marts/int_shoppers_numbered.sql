-- Every customer with a number, in how many baskets they bought lately, and what is
-- left of everybody's chance for what was in none of these, in ten-thousandths.
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
            {{ whole_quotient(
                '10000 * ' ~ segment_threshold('next_best_prior_baskets', 'bigint'),
                '(' ~ segment_threshold('next_best_prior_baskets', 'bigint')
                ~ ' + coalesce(baskets_summed.basket_count, 0))'
            ) }} as bigint
        ) as chance_left,
        cast(
            row_number() over (order by customers.customer_id asc nulls last) as bigint
        ) as customer_number

    from customers

    left join baskets_summed
        on customers.customer_id = baskets_summed.customer_id

)

select * from shoppers_numbered
