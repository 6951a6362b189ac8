-- Told, not held against the night: a source may leave shop.toml while its orders stay.
-- By hand it means that KEYUAN_SEEDS does not point to a night's settings.
{{ config(severity='warn') }}

with

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

shop_sources as (

    select * from {{ ref('shop_sources') }}

),

order_sources as (

    select source_name from stg_orders

    group by 1

),

sources_without_settings as (

    select order_sources.source_name

    from order_sources

    left join shop_sources
        on order_sources.source_name = shop_sources.source_name

    where shop_sources.source_name is null

)

select * from sources_without_settings
