-- The catalogue's word holds for every source, the shop's own for the source it names.
with

stg_products as (

    select * from {{ ref('stg_products') }}

),

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

fee_products as (

    select * from {{ ref('fee_products') }}

),

order_sources as (

    select source_name from stg_orders

    group by 1

),

fees_of_catalogue as (

    select product_id from stg_products

    where is_fee

    group by 1

),

fees as (

    select source_name, product_id from fee_products

    union all

    select order_sources.source_name, fees_of_catalogue.product_id
    from order_sources
    cross join fees_of_catalogue

),

fees_by_source as (

    select source_name, product_id from fees

    group by 1, 2

)

select * from fees_by_source
