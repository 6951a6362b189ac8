with

source as (

    select * from {{ source('landing', 'loyalty_events') }}

),

renamed as (

    select
        ---------- ids
        source_name || ':' || event_id as loyalty_event_id,
        source_name || ':' || coalesce(
            customer_id, 'card:' || upper(member_number)
        ) as record_id,
        member_number,
        source_name || ':' || order_id as order_id,

        ---------- strings
        source_name,
        kind,
        tier,

        ---------- numerics
        cast(arrival as bigint) as arrival,
        cast(points as decimal(18, 4)) as points,
        cast(amount as decimal(18, 2)) as amount,

        ---------- booleans
        customer_id is null
        and member_number is not null as is_of_card,

        ---------- dates
        occurred_date,
        expires_on as expires_date,

        ---------- timestamps
        cast(occurred_at as timestamp) as occurred_at

    from source

    where occurred_date <= {{ as_of_date() }}

    qualify
        row_number() over (
            partition by source_name, event_id
            order by {{ newest_version_first('landed_on', 'landed_on') }}
        ) = 1

)

select * from renamed {{ of_sample('loyalty_event_id') }}
