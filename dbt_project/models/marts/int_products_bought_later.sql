-- How many customers came to a product on a later day than their first: what a rule of
-- one product after another is measured by. Their first basket follows nothing.
with

int_products_owned as (

    select * from {{ ref('int_products_owned') }}

),

first_days as (

    select
        customer_number,
        min(first_order_date) as first_order_date

    from int_products_owned

    group by 1

),

products_bought_later as (

    select
        owned.product_number,
        cast(count(*) as bigint) as customer_count

    from int_products_owned as owned

    inner join first_days
        on owned.customer_number = first_days.customer_number

    where owned.first_order_date > first_days.first_order_date

    group by 1

)

select * from products_bought_later
