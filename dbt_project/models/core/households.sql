with

int_customers_housed as (

    select * from {{ ref('int_customers_housed') }}

),

households as (

    select
        household_id,
        min(family_key) as family_key,
        min(address_key) as address_key,
        cast(count(*) as bigint) as member_count

    from int_customers_housed

    group by 1

)

select * from households
