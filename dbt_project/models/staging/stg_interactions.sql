with

source as (

    select * from {{ source('landing', 'interactions') }}

),

renamed as (

    select
        ---------- ids
        source_name || ':' || interaction_id as interaction_id,
        source_name || ':' || customer_id as record_id,
        product_id,
        store_id,

        ---------- strings
        source_name,
        kind,
        channel,
        email,
        phone,
        outcome,

        ---------- numerics
        cast(arrival as bigint) as arrival,

        ---------- dates
        occurred_date,

        ---------- timestamps
        cast(occurred_at as timestamp) as occurred_at

    from source

    where occurred_date <= {{ as_of_date() }}

    qualify
        row_number() over (
            partition by source_name, interaction_id
            order by {{ newest_version_first('landed_on', 'landed_on') }}
        ) = 1

)

select * from renamed {{ of_sample('interaction_id') }}
