-- How likely the next basket of a customer holds what they had before, in millionths:
-- their own share of baskets with it, drawn toward everybody's while they are few.
with

int_products_owned as (

    select * from {{ ref('int_products_owned') }}

),

int_products_numbered as (

    select * from {{ ref('int_products_numbered') }}

),

int_shoppers_numbered as (

    select * from {{ ref('int_shoppers_numbered') }}

),

int_baskets_counted as (

    select * from {{ ref('int_baskets_counted') }}

),

products_weighed as (

    select
        owned.customer_number,
        owned.product_number,
        {{ days_between('owned.first_order_date', as_of_date()) }} as first_days_ago,
        {{ days_between('owned.latest_order_date', as_of_date()) }} as latest_days_ago,
        cast(
            {{ whole_quotient(
                '1000000 * (owned.basket_count * int_baskets_counted.basket_count + '
                ~ segment_threshold('next_best_prior_baskets', 'bigint')
                ~ ' * numbered.basket_count)',
                '(int_baskets_counted.basket_count * (shoppers.basket_count + '
                ~ segment_threshold('next_best_prior_baskets', 'bigint')
                ~ '))'
            ) }} as bigint
        ) as chance

    from int_products_owned as owned

    cross join int_baskets_counted

    inner join int_shoppers_numbered as shoppers
        on owned.customer_number = shoppers.customer_number

    inner join int_products_numbered as numbered
        on owned.product_number = numbered.product_number

),

products_repeated as (

    select
        customer_number,
        product_number,
        first_days_ago,
        latest_days_ago,
        chance,
        cast(
            row_number() over (
                partition by customer_number
                order by
                    chance desc nulls last,
                    latest_days_ago asc nulls last,
                    product_number asc nulls last
            ) as bigint
        ) as own_rank

    from products_weighed

)

select * from products_repeated
