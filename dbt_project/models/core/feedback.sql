-- What names an order and nobody is of who ordered.
with

stg_feedback as (

    select * from {{ ref('stg_feedback') }}

),

int_customers_named as (

    select * from {{ ref('int_customers_named') }}

),

int_orders_named as (

    select * from {{ ref('int_orders_named') }}

),

orders as (

    select * from {{ ref('orders') }}

),

final as (

    select
        stg_feedback.feedback_id,
        stg_feedback.source_name,
        case
            when stg_feedback.record_id is null then orders.customer_id
            else int_customers_named.customer_id
        end as customer_id,
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
        coalesce(int_orders_named.order_id, stg_feedback.order_id) as order_id,
        stg_feedback.product_id

    from stg_feedback

    left join int_customers_named
        on stg_feedback.record_id = int_customers_named.named_id

    left join int_orders_named
        on stg_feedback.order_id = int_orders_named.named_id

    left join orders
        on int_orders_named.order_id = orders.order_id

)

select * from final
