-- Every value by which somebody may ask that a customer be left alone: those of all
-- records and orders, not only the golden ones.
with

customers as (

    select * from {{ ref('customers') }}

),

records as (

    select * from {{ ref('records') }}

),

stg_customers as (

    select * from {{ ref('stg_customers') }}

),

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

identifiers as (

    select
        customer_id,
        email,
        phone,
        member_number,
        customer_id as any_id

    from customers

    union all

    select
        records.customer_id,
        stg_customers.email,
        stg_customers.phone,
        stg_customers.member_number,
        records.record_id as any_id

    from records

    left join stg_customers
        on records.record_id = stg_customers.record_id

    union all

    select
        records.customer_id,
        stg_orders.email,
        stg_orders.phone,
        stg_orders.member_number,
        cast(null as string) as any_id

    from records

    inner join stg_orders
        on records.record_id = stg_orders.record_id

)

select * from identifiers
