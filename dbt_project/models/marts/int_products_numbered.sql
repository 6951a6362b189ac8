-- Every product of a basket with a number, the commonest first: pairs of numbers are
-- counted many times faster than pairs of names.
with

int_baskets_listed as (

    select * from {{ ref('int_baskets_listed') }}

),

products_counted as (

    select
        product_id,
        cast(count(*) as bigint) as basket_count,
        cast(count(distinct customer_id) as bigint) as buyer_count,
        max(order_date) as latest_order_date

    from int_baskets_listed

    group by 1

),

products_numbered as (

    select
        product_id,
        basket_count,
        buyer_count,
        latest_order_date,
        cast(
            row_number() over (
                order by basket_count desc nulls last, product_id asc nulls last
            ) as bigint
        ) as product_number

    from products_counted

)

select * from products_numbered
