-- One row: how many baskets and buyers there are, of whom shares are taken.
with

int_baskets_listed as (

    select * from {{ ref('int_baskets_listed') }}

),

baskets_counted as (

    select
        cast(count(distinct order_id) as bigint) as basket_count,
        cast(count(distinct customer_id) as bigint) as buyer_count

    from int_baskets_listed

)

select * from baskets_counted
