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

    select
        record_id,
        kind as attribute_group,
        kind,
        normal_value as value,
        is_verified
    from int_record_contacts_normalised

    union all

    select
        record_id,
        'name' as attribute_group,
        'name' as kind,
        name as value,
        false as is_verified
    from int_person_records

    union all

    select
        record_id,
        'member_number' as attribute_group,
        'member_number' as kind,
        member_number as value,
        false as is_verified
    from int_person_records

    union all

    select
        record_id,
        'birth_date' as attribute_group,
        'birth_date' as kind,
        cast(birth_date as string) as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'name' as attribute_group,
        'given_name' as kind,
        given_name as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'name' as attribute_group,
        'family_name' as kind,
        family_name as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'address' as attribute_group,
        'address' as kind,
        address as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'address' as attribute_group,
        'city' as kind,
        city as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'address' as attribute_group,
        'region' as kind,
        region as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'address' as attribute_group,
        'postcode' as kind,
        postcode as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'address' as attribute_group,
        'country' as kind,
        country as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'gender' as attribute_group,
        'gender' as kind,
        gender as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'wechat_id' as attribute_group,
        'wechat_id' as kind,
        wechat_id as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'occupation' as attribute_group,
        'occupation' as kind,
        occupation as value,
        false as is_verified
    from stg_customers

    union all

    select
        record_id,
        'interests' as attribute_group,
        'interests' as kind,
        interests as value,
        false as is_verified
    from stg_customers

),

filled as (

    select record_id, attribute_group, kind, value, is_verified from listed
    where value is not null

)

select * from filled
