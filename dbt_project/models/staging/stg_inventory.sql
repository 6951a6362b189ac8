with

source as (

    select * from {{ source('landing', 'inventory') }}

),

renamed as (

    select
        ---------- ids
        product_id,
        store_id,

        ---------- strings
        source_name,
        shelf,

        ---------- numerics
        cast(arrival as bigint) as arrival,
        cast(quantity as decimal(18, 4)) as quantity,

        ---------- dates
        counted_date,

        ---------- timestamps
        cast(counted_at as timestamp) as counted_at

    from source

    where counted_date <= {{ as_of_date() }}

    qualify
        row_number() over (
            partition by source_name, product_id, store_id, shelf, counted_at
            order by {{ newest_version_first('landed_on', 'landed_on') }}
        ) = 1

)

select * from renamed
