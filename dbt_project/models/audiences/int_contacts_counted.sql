-- A night that is run again must not be barred by its own first run: only contacts of
-- earlier nights count. Who was split off was written to under the id they had then.
with

prior_contacts as (

    select * from {{ source('state', 'prior_contacts') }}

),

earlier_ids as (

    select * from {{ source('state', 'earlier_ids') }}

),

contacts_of_customers as (

    select
        campaign,
        customer_id,
        as_of,
        outcome
    from prior_contacts

    union all

    select
        prior_contacts.campaign,
        earlier_ids.customer_id,
        prior_contacts.as_of,
        prior_contacts.outcome

    from prior_contacts

    inner join earlier_ids
        on
            prior_contacts.customer_id = earlier_ids.earlier_id
            and prior_contacts.as_of < earlier_ids.moved_on

),

contacts_counted as (

    select
        campaign,
        customer_id,
        max(as_of) as latest_contact_date

    from contacts_of_customers

    where
        outcome in ('exported', 'held_out')
        and as_of < {{ as_of_date() }}

    group by 1, 2

)

select * from contacts_counted
