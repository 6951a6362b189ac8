with

source as (

    select * from {{ source('landing', 'stores') }}

),

renamed as (

    select
        ---------- ids
        store_id,

        ---------- strings
        source_name,
        store_name,
        city,
        region,

        ---------- numerics
        cast(arrival as bigint) as arrival,

        ---------- dates
        opened_on as opened_date

    from source

    qualify
        row_number() over (
            partition by store_id
            order by {{ newest_version_first('landed_on', 'landed_on') }}
        ) = 1

)

select * from renamed
