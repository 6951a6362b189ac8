-- A tool that was handed our files gives our own customer_id back, perhaps when another
-- customer has taken over from it.
with

stg_campaign_responses as (

    select * from {{ ref('stg_campaign_responses') }}

),

int_customers_named as (

    select * from {{ ref('int_customers_named') }}

),

int_orders_named as (

    select * from {{ ref('int_orders_named') }}

),

customers as (

    select * from {{ ref('customers') }}

),

heirs as (

    select * from {{ source('state', 'heirs') }}

),

final as (

    select
        stg_campaign_responses.source_name,
        stg_campaign_responses.campaign,
        stg_campaign_responses.source_customer_id,
        coalesce(
            int_customers_named.customer_id, customers.customer_id, heirs.heir
        ) as customer_id,
        stg_campaign_responses.channel,
        stg_campaign_responses.kind,
        stg_campaign_responses.occurred_date,
        stg_campaign_responses.occurred_at,
        coalesce(int_orders_named.order_id, stg_campaign_responses.order_id)
            as order_id

    from stg_campaign_responses

    left join int_customers_named
        on stg_campaign_responses.record_id = int_customers_named.named_id

    left join int_orders_named
        on stg_campaign_responses.order_id = int_orders_named.named_id

    left join customers
        on stg_campaign_responses.source_customer_id = customers.customer_id

    left join heirs
        on stg_campaign_responses.source_customer_id = heirs.customer_id

)

select * from final
