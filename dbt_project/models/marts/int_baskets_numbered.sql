-- Baskets of several products with a number. Who buys for a shop of their own says
-- nothing of what goes together: very large baskets are left out.
with

int_baskets_listed as (

    select * from {{ ref('int_baskets_listed') }}

),

baskets_summed as (

    select order_id from int_baskets_listed

    group by 1

    having
        count(*) > 1
        and count(*) <= {{ segment_threshold('affinity_most_products') }}

),

baskets_numbered as (

    select
        order_id,
        cast(row_number() over (order by order_id asc nulls last) as bigint)
            as basket_number

    from baskets_summed

)

select * from baskets_numbered
