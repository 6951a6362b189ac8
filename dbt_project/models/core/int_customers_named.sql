-- An id that may mean two customers names nobody.
with

int_records_named as (

    select * from {{ ref('int_records_named') }}

),

customers_named as (

    select
        named_id,
        customer_id

    from int_records_named

    where is_of_one_customer

    group by 1, 2

)

select * from customers_named
