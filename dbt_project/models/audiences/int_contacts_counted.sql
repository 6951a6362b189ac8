-- A night that is run again must not be barred by its own first run: only contacts of
-- earlier nights count.
with

prior_contacts as (

    select * from {{ source('state', 'prior_contacts') }}

),

contacts_counted as (

    select
        campaign,
        customer_id,
        max(as_of) as latest_contact_date

    from prior_contacts

    where
        outcome in ('exported', 'held_out')
        and as_of < {{ as_of_date() }}

    group by 1, 2

)

select * from contacts_counted
