-- Which customer bought which product first and last, and in how many baskets.
with

int_baskets_listed as (

    select * from {{ ref('int_baskets_listed') }}

),

int_products_numbered as (

    select * from {{ ref('int_products_numbered') }}

),

int_shoppers_numbered as (

    select * from {{ ref('int_shoppers_numbered') }}

),

products_owned as (

    select
        shoppers.customer_number,
        products.product_number,
        min(listed.order_date) as first_order_date,
        max(listed.order_date) as latest_order_date,
        cast(count(*) as bigint) as basket_count

    from int_baskets_listed as listed

    inner join int_shoppers_numbered as shoppers
        on listed.customer_id = shoppers.customer_id

    inner join int_products_numbered as products
        on listed.product_id = products.product_id

    group by 1, 2

)

select * from products_owned
