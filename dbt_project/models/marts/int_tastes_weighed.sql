-- How many times more of a category a customer buys than the shop sells, in hundredths.
-- Who bought little is taken for everybody else, the more the less they bought.
with

int_products_owned as (

    select * from {{ ref('int_products_owned') }}

),

int_products_numbered as (

    select * from {{ ref('int_products_numbered') }}

),

products as (

    select * from {{ ref('products') }}

),

categories as (

    select
        numbered.product_number,
        numbered.basket_count,
        products.category

    from int_products_numbered as numbered

    inner join products
        on numbered.product_id = products.product_id

    where products.category is not null

),

all_sold as (

    select cast(sum(basket_count) as bigint) as basket_count from categories

),

categories_sold as (

    select
        category,
        cast(sum(basket_count) as bigint) as basket_count

    from categories

    group by 1

),

categories_owned as (

    select
        owned.customer_number,
        categories.category,
        cast(sum(owned.basket_count) as bigint) as basket_count

    from int_products_owned as owned

    inner join categories
        on owned.product_number = categories.product_number

    group by 1, 2

),

categories_of_all as (

    select
        customer_number,
        category,
        basket_count,
        cast(sum(basket_count) over (partition by customer_number) as bigint)
            as all_basket_count

    from categories_owned

),

tastes_weighed as (

    select
        owned.customer_number,
        owned.category,
        owned.basket_count,
        cast(
            {{ whole_quotient(
                '100 * (owned.basket_count * all_sold.basket_count + '
                ~ segment_threshold('next_best_prior_baskets', 'bigint')
                ~ ' * sold.basket_count)',
                '(sold.basket_count * (owned.all_basket_count + '
                ~ segment_threshold('next_best_prior_baskets', 'bigint')
                ~ '))'
            ) }} as bigint
        ) as taste

    from categories_of_all as owned

    cross join all_sold

    inner join categories_sold as sold
        on owned.category = sold.category

),

tastes_ranked as (

    select
        customer_number,
        category,
        basket_count,
        taste,
        cast(
            row_number() over (
                partition by customer_number
                order by
                    taste desc nulls last,
                    basket_count desc nulls last,
                    category asc nulls last
            ) as bigint
        ) as taste_rank

    from tastes_weighed

)

select * from tastes_ranked
