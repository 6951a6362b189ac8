-- What may be offered to anybody: sold lately and not known to be out of stock. Its
-- chance is that of a basket to hold it, in millionths.
with

int_products_numbered as (

    select * from {{ ref('int_products_numbered') }}

),

int_products_stocked as (

    select * from {{ ref('int_products_stocked') }}

),

int_baskets_counted as (

    select * from {{ ref('int_baskets_counted') }}

),

products as (

    select * from {{ ref('products') }}

),

products_offered as (

    select
        numbered.product_number,
        products.category,
        numbered.basket_count,
        cast(
            {{ whole_quotient(
                '1000000 * numbered.basket_count', 'int_baskets_counted.basket_count'
            ) }} as bigint
        ) as chance,
        cast(
            row_number() over (order by numbered.product_number asc nulls last)
            as bigint
        ) as shop_rank,
        cast(
            row_number() over (
                partition by products.category
                order by numbered.product_number asc nulls last
            ) as bigint
        ) as category_rank

    from int_products_numbered as numbered

    cross join int_baskets_counted

    inner join products
        on numbered.product_id = products.product_id

    left join int_products_stocked as stocked
        on numbered.product_id = stocked.product_id

    where
        {{ days_between('numbered.latest_order_date', as_of_date()) }}
        < {{ segment_threshold('next_best_sold_days') }}
        and coalesce(stocked.stock_quantity > 0, true)

)

select * from products_offered
