with

int_person_records as (

    select * from {{ ref('int_person_records') }}

),

stg_customers as (

    select * from {{ ref('stg_customers') }}

),

int_record_contacts_normalised as (

    select * from {{ ref('int_record_contacts_normalised') }}

),

listed as (

    select record_id, kind, normal_value as value, is_verified
    from int_record_contacts_normalised

    union all

    select record_id, 'name' as kind, name as value, false as is_verified
    from int_person_records

    union all

    select
        record_id,
        'member_number' as kind,
        member_number as value,
        false as is_verified
    from int_person_records

    union all

    select record_id, 'gender' as kind, gender as value, false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'birth_date' as kind,
        cast(birth_date as string) as value,
        false as is_verified
    from stg_customers

    union all

    select record_id, 'city' as kind, city as value, false as is_verified
    from stg_customers

    union all

    select record_id, 'country' as kind, country as value, false as is_verified
    from stg_customers

),

filled as (

    select record_id, kind, value, is_verified from listed
    where value is not null

)

select * from filled
