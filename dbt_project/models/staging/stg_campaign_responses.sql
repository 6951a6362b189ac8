with

source as (

    select * from {{ source('landing', 'campaign_responses') }}

),

renamed as (

    select
        ---------- ids
        source_name || ':' || customer_id as record_id,
        customer_id as source_customer_id,
        source_name || ':' || order_id as order_id,

        ---------- strings
        source_name,
        campaign,
        channel,
        kind,

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
            partition by
                source_name,
                campaign,
                customer_id,
                channel,
                kind,
                occurred_at
            order by {{ newest_version_first('landed_on', 'landed_on') }}
        ) = 1

)

select * from renamed {{ of_sample('source_customer_id') }}
