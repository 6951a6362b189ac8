with

source as (

    select * from {{ source('landing', 'products') }}

),

renamed as (

    select
        ---------- ids
        product_id,

        ---------- strings
        source_name,
        product_name,
        category,
        brand,
        made_for_gender,

        ---------- numerics
        cast(arrival as bigint) as arrival,
        cast(unit_cost as decimal(18, 4)) as unit_cost,
        cast(list_price as decimal(18, 4)) as list_price,
        cast(lasts_days as bigint) as lasts_days,

        ---------- booleans
        coalesce(is_fee, false) as is_fee,

        ---------- dates
        launched_on as launched_date

    from source

    qualify
        row_number() over (
            partition by source_name, product_id
            order by {{ newest_version_first('landed_on', 'landed_on') }}
        ) = 1

)

select * from renamed
