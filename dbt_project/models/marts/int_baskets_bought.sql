-- The baskets of several products in numbers, with the products that are common enough
-- to make a rule: no pair is commoner than its rarer half.
with

int_baskets_listed as (

    select * from {{ ref('int_baskets_listed') }}

),

int_baskets_numbered as (

    select * from {{ ref('int_baskets_numbered') }}

),

int_products_numbered as (

    select * from {{ ref('int_products_numbered') }}

),

common_products as (

    select product_id, product_number from int_products_numbered

    where basket_count >= {{ segment_threshold('affinity_least_count') }}

),

baskets_bought as (

    select
        baskets.basket_number,
        common_products.product_number

    from int_baskets_listed as listed

    inner join int_baskets_numbered as baskets
        on listed.order_id = baskets.order_id

    inner join common_products
        on listed.product_id = common_products.product_id

)

select * from baskets_bought
