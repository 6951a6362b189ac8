with

source as (

    select * from {{ source('landing', 'consents') }}

),

renamed as (

    select
        ---------- ids
        source_name || ':' || cast(arrival as string) || ':'
        || cast(row_number as string) || ':' || channel as consent_id,
        source_name || ':' || customer_id as record_id,

        ---------- strings
        source_name,
        email,
        phone,
        channel,
        state,

        ---------- numerics
        cast(arrival as bigint) as arrival,
        cast(row_number as bigint) as row_number,

        ---------- booleans
        coalesce(is_dated, false) as is_dated,

        ---------- dates
        changed_date,

        ---------- timestamps
        cast(changed_at as timestamp) as changed_at

    from source

    where
        changed_date <= {{ as_of_date() }}
        and purpose = 'marketing'

)

select * from renamed {{ of_sample('consent_id') }}
