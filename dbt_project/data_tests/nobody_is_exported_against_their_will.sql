-- From core and the list itself, not from the columns that decided.
with

members as (

    select * from {{ ref('members') }}

),

consents as (

    select * from {{ ref('consents') }}

),

int_customers_suppressed as (

    select * from {{ ref('int_customers_suppressed') }}

),

contacted_members as (

    select
        members.campaign,
        members.channel,
        members.customer_id,
        consents.state,
        int_customers_suppressed.suppression_kind

    from members

    left join consents
        on
            members.customer_id = consents.customer_id
            and members.channel = consents.channel

    left join int_customers_suppressed
        on members.customer_id = int_customers_suppressed.customer_id

    where members.outcome in ('exported', 'held_out')

)

select * from contacted_members

where
    state is null
    or state <> 'granted'
    or suppression_kind is not null
