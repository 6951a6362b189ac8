with

stg_feedback as (

    select * from {{ ref('stg_feedback') }}

),

records as (

    select * from {{ ref('records') }}

),

final as (

    select
        stg_feedback.feedback_id,
        stg_feedback.source_name,
        records.customer_id,
        stg_feedback.kind,
        stg_feedback.topic,
        stg_feedback.score,
        stg_feedback.out_of,
        stg_feedback.text,
        stg_feedback.state,
        stg_feedback.occurred_date,
        stg_feedback.occurred_at,
        stg_feedback.resolved_date,
        stg_feedback.resolved_at,
        stg_feedback.store_id,
        stg_feedback.order_id,
        stg_feedback.product_id

    from stg_feedback

    left join records
        on stg_feedback.record_id = records.record_id

)

select * from final
