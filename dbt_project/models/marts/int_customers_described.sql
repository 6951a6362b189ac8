with

customers as (

    select * from {{ ref('customers') }}

),

int_customers_aged as (

    select * from {{ ref('int_customers_aged') }}

),

customers_described as (

    select
        customers.customer_id,
        aged.age,
        aged.age_group,
        aged.name_en as age_group_en,
        aged.name_zh as age_group_zh,
        customers.gender,
        customers.occupation,
        nullif({{ first_of_list('customers.interests') }}, '') as first_interest,
        coalesce(customers.city, customers.region) as area

    from customers

    left join int_customers_aged as aged
        on customers.customer_id = aged.customer_id

)

select * from customers_described
