-- The links that hold each customer together, no more than are needed.
with

identity_links as (

    select * from {{ source('state', 'identity_links') }}

),

records as (

    select * from {{ ref('records') }}

),

links_with_customers as (

    select
        records.customer_id,
        cast(identity_links.record_1 as string) as record_id,
        cast(identity_links.record_2 as string) as other_record_id,
        cast(identity_links.link_rule as string) as link_rule,
        cast(identity_links.link_weight as decimal(9, 6)) as link_weight

    from identity_links

    inner join records
        on identity_links.record_1 = records.record_id

)

select * from links_with_customers
