-- A grant is for the one customer whom it names; a refusal is for everyone whom it may
-- name, and for everyone with that address, be it the one beside the refusal or one
-- that a named record is known by.
with

int_consents_current as (

    select * from {{ ref('int_consents_current') }}

),

int_records_named as (

    select * from {{ ref('int_records_named') }}

),

int_record_contacts_normalised as (

    select * from {{ ref('int_record_contacts_normalised') }}

),

consents_by_record as (

    select
        int_consents_current.consent_id,
        int_records_named.record_id,
        int_records_named.customer_id

    from int_consents_current

    inner join int_records_named
        on int_consents_current.record_id = int_records_named.named_id

    where
        int_records_named.is_of_one_customer
        or int_consents_current.refusal_order = 1

),

consents_for_addresses as (

    select
        int_consents_current.consent_id,
        consents_by_record.record_id,
        int_consents_current.email,
        int_consents_current.phone

    from int_consents_current

    left join consents_by_record
        on int_consents_current.consent_id = consents_by_record.consent_id

    where
        consents_by_record.customer_id is null
        or int_consents_current.refusal_order = 1

),

addresses as (

    select consent_id, 'email' as kind, email as normal_value
    from consents_for_addresses

    union all

    select consent_id, 'phone' as kind, phone as normal_value
    from consents_for_addresses

    union all

    select
        consents_for_addresses.consent_id,
        int_record_contacts_normalised.kind,
        int_record_contacts_normalised.normal_value

    from consents_for_addresses

    inner join int_record_contacts_normalised
        on consents_for_addresses.record_id = int_record_contacts_normalised.record_id

),

consents_by_address as (

    select
        addresses.consent_id,
        int_record_contacts_normalised.customer_id

    from addresses

    inner join int_record_contacts_normalised
        on
            addresses.kind = int_record_contacts_normalised.kind
            and addresses.normal_value = int_record_contacts_normalised.normal_value

),

linked as (

    select consent_id, customer_id from consents_by_record

    union all

    select consent_id, customer_id from consents_by_address

),

linked_once as (

    select consent_id, customer_id from linked

    group by 1, 2

)

select * from linked_once
