with

stg_interactions as (

    select * from {{ ref('stg_interactions') }}

),

int_facts_linked as (

    select * from {{ ref('int_facts_linked') }}

),

final as (

    select
        stg_interactions.interaction_id,
        stg_interactions.source_name,
        linked.customer_id,
        stg_interactions.kind,
        stg_interactions.channel,
        stg_interactions.occurred_date,
        stg_interactions.occurred_at,
        stg_interactions.product_id,
        stg_interactions.store_id,
        stg_interactions.outcome

    from stg_interactions

    left join int_facts_linked as linked
        on
            linked.entity = 'interactions'
            and stg_interactions.interaction_id = linked.fact_id

)

select * from final
