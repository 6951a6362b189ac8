-- A store that no list names has a row all the same when something was sold there.
with

stg_stores as (

    select * from {{ ref('stg_stores') }}

),

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

stores_of_orders as (

    select store_id from stg_orders

    where store_id is not null

    group by 1

),

final as (

    select
        coalesce(stg_stores.store_id, stores_of_orders.store_id) as store_id,
        stg_stores.store_name,
        stg_stores.city,
        stg_stores.region,
        stg_stores.opened_date,
        stg_stores.store_id is not null as is_listed

    from stg_stores

    full outer join stores_of_orders
        on stg_stores.store_id = stores_of_orders.store_id

)

select * from final
