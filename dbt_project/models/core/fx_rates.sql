with

stg_fx_rates as (

    select * from {{ ref('stg_fx_rates') }}

),

final as (

    select
        rate_date,
        from_currency,
        to_currency,
        rate,
        source_name

    from stg_fx_rates

)

select * from final
