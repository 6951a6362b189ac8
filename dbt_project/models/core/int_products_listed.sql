-- Of a product that two sources list the row of the first of them by name counts.
with

stg_products as (

    select * from {{ ref('stg_products') }}

),

products_listed as (

    select * from stg_products

    qualify
        row_number() over (
            partition by product_id
            order by source_name asc nulls last
        ) = 1

)

select * from products_listed
