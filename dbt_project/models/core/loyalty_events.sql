with

stg_loyalty_events as (

    select * from {{ ref('stg_loyalty_events') }}

),

int_customers_named as (

    select * from {{ ref('int_customers_named') }}

),

int_member_numbers_owned as (

    select * from {{ ref('int_member_numbers_owned') }}

),

int_orders_named as (

    select * from {{ ref('int_orders_named') }}

),

final as (

    select
        stg_loyalty_events.loyalty_event_id,
        stg_loyalty_events.source_name,
        coalesce(int_customers_named.customer_id, owners.customer_id)
            as customer_id,
        stg_loyalty_events.member_number,
        stg_loyalty_events.kind,
        stg_loyalty_events.occurred_date,
        stg_loyalty_events.occurred_at,
        stg_loyalty_events.points,
        stg_loyalty_events.amount,
        stg_loyalty_events.tier,
        coalesce(int_orders_named.order_id, stg_loyalty_events.order_id) as order_id,
        stg_loyalty_events.expires_date

    from stg_loyalty_events

    left join int_customers_named
        on stg_loyalty_events.record_id = int_customers_named.named_id

    left join int_member_numbers_owned as owners
        on upper(stg_loyalty_events.member_number) = owners.member_number

    left join int_orders_named
        on stg_loyalty_events.order_id = int_orders_named.named_id

)

select * from final
