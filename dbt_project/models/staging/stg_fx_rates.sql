with

source as (

    select * from {{ source('landing', 'fx_rates') }}

),

renamed as (

    select
        ---------- strings
        source_name,
        from_currency,
        to_currency,

        ---------- numerics
        cast(arrival as bigint) as arrival,
        cast(rate as decimal(18, 8)) as rate,

        ---------- dates
        rate_date

    from source

    where rate_date <= {{ as_of_date() }}

    qualify
        row_number() over (
            partition by rate_date, from_currency, to_currency
            order by {{ newest_version_first('landed_on', 'landed_on') }}
        ) = 1

)

select * from renamed
