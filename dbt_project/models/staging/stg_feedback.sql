-- What is resolved after the night was open on it.
with

source as (

    select * from {{ source('landing', 'feedback') }}

),

renamed as (

    select
        ---------- ids
        source_name || ':' || feedback_id as feedback_id,
        source_name || ':' || customer_id as record_id,
        source_name || ':' || order_id as order_id,
        product_id,
        store_id,

        ---------- strings
        source_name,
        kind,
        topic,
        text,
        case when resolved_date > {{ as_of_date() }} then 'open' else state end
            as state,

        ---------- numerics
        cast(arrival as bigint) as arrival,
        cast(score as decimal(18, 4)) as score,
        cast(out_of as decimal(18, 4)) as out_of,

        ---------- dates
        occurred_date,
        case when resolved_date <= {{ as_of_date() }} then resolved_date end
            as resolved_date,

        ---------- timestamps
        cast(occurred_at as timestamp) as occurred_at,
        case
            when resolved_date <= {{ as_of_date() }}
                then cast(resolved_at as timestamp)
        end as resolved_at

    from source

    where occurred_date <= {{ as_of_date() }}

    qualify
        row_number() over (
            partition by source_name, feedback_id
            order by {{ newest_version_first('landed_on', 'landed_on') }}
        ) = 1

)

select * from renamed {{ of_sample('feedback_id') }}
