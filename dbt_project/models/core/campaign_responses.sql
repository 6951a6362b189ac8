-- A tool that was handed our files gives our own customer_id back.
with

stg_campaign_responses as (

    select * from {{ ref('stg_campaign_responses') }}

),

records as (

    select * from {{ ref('records') }}

),

customers as (

    select * from {{ ref('customers') }}

),

final as (

    select
        stg_campaign_responses.source_name,
        stg_campaign_responses.campaign,
        stg_campaign_responses.source_customer_id,
        coalesce(records.customer_id, customers.customer_id) as customer_id,
        stg_campaign_responses.channel,
        stg_campaign_responses.kind,
        stg_campaign_responses.occurred_date,
        stg_campaign_responses.occurred_at,
        stg_campaign_responses.order_id

    from stg_campaign_responses

    left join records
        on stg_campaign_responses.record_id = records.record_id

    left join customers
        on stg_campaign_responses.source_customer_id = customers.customer_id

)

select * from final
