with

source as (

    select * from {{ source('landing', 'customers') }}

),

renamed as (

    select
        ---------- ids
        source_name || ':' || customer_id as record_id,
        member_number,
        wechat_id,
        store_id,
        source_name || ':' || referred_by as referred_by_record_id,

        ---------- strings
        source_name,
        coalesce(name, {{ full_name('given_name', 'family_name') }}) as name,
        given_name,
        family_name,
        email,
        phone,
        gender,
        occupation,
        interests,
        address,
        city,
        region,
        postcode,
        country,
        tags,

        ---------- numerics
        cast(arrival as bigint) as arrival,

        ---------- booleans
        coalesce(email_verified, false) as is_email_verified,
        coalesce(phone_verified, false) as is_phone_verified,

        ---------- dates
        birth_date,
        joined_date,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at

    from source

    where coalesce(joined_date, {{ as_of_date() }}) <= {{ as_of_date() }}

    qualify
        row_number() over (
            partition by source_name, customer_id
            order by {{ newest_version_first() }}
        ) = 1

)

select * from renamed {{ of_sample('record_id') }}
