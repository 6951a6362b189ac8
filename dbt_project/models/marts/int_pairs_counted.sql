-- In how many baskets two products lie together; each pair once, the commoner first.
with

int_baskets_bought as (

    select * from {{ ref('int_baskets_bought') }}

),

pairs_counted as (

    select
        one.product_number,
        other.product_number as other_product_number,
        cast(count(*) as bigint) as basket_count

    from int_baskets_bought as one

    inner join int_baskets_bought as other
        on
            one.basket_number = other.basket_number
            and one.product_number < other.product_number

    group by 1, 2

    having count(*) >= {{ segment_threshold('affinity_least_count') }}

)

select * from pairs_counted
