with

int_person_records as (

    select * from {{ ref('int_person_records') }}

),

identity_records as (

    select * from {{ source('state', 'identity_records') }}

),

records_with_customers as (

    select
        int_person_records.record_id,
        cast(identity_records.customer_id as string) as customer_id,
        cast(identity_records.link_rule as string) as link_rule,
        cast(identity_records.link_weight as decimal(9, 6)) as link_weight,
        int_person_records.source_name,
        int_person_records.source_customer_id,
        cast(identity_records.first_seen_on as date) as first_seen_on

    from int_person_records

    inner join identity_records
        on int_person_records.record_id = identity_records.record_id

)

select * from records_with_customers
