with

int_person_records as (

    select * from {{ ref('int_person_records') }}

),

records as (

    select * from {{ ref('records') }}

),

contact_points as (

    select * from {{ source('state', 'contact_points') }}

),

contacts as (

    select record_id, 'email' as kind, email as value, email_verified as is_verified
    from int_person_records

    union all

    select record_id, 'phone' as kind, phone as value, phone_verified as is_verified
    from int_person_records

),

contacts_normalised as (

    select
        contacts.record_id,
        records.customer_id,
        contacts.kind,
        contact_points.normal_value,
        contacts.is_verified

    from contacts

    inner join records
        on contacts.record_id = records.record_id

    inner join contact_points
        on
            contacts.kind = contact_points.kind
            and contacts.value = contact_points.value

    where contact_points.normal_value is not null

)

select * from contacts_normalised
