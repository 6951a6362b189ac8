with

members as (

    select * from {{ ref('members') }}

),

customers as (

    select * from {{ ref('customers') }}

),

people as (

    select
        members.campaign,
        members.channel,
        members.customer_id,
        customers.name,
        customers.given_name,
        customers.family_name,
        customers.email,
        customers.phone,
        members.entered_on,
        members.reason

    from members

    inner join customers
        on members.customer_id = customers.customer_id

    where members.outcome = 'exported'

)

select * from people
