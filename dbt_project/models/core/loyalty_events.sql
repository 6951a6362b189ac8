with

stg_loyalty_events as (

    select * from {{ ref('stg_loyalty_events') }}

),

records as (

    select * from {{ ref('records') }}

),

int_member_numbers_owned as (

    select * from {{ ref('int_member_numbers_owned') }}

),

final as (

    select
        stg_loyalty_events.loyalty_event_id,
        stg_loyalty_events.source_name,
        coalesce(records.customer_id, owners.customer_id) as customer_id,
        stg_loyalty_events.member_number,
        stg_loyalty_events.kind,
        stg_loyalty_events.occurred_date,
        stg_loyalty_events.occurred_at,
        stg_loyalty_events.points,
        stg_loyalty_events.amount,
        stg_loyalty_events.tier,
        stg_loyalty_events.order_id,
        stg_loyalty_events.expires_date

    from stg_loyalty_events

    left join records
        on stg_loyalty_events.record_id = records.record_id

    left join int_member_numbers_owned as owners
        on upper(stg_loyalty_events.member_number) = owners.member_number

)

select * from final
