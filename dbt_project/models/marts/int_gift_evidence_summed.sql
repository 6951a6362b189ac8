-- What speaks for gifts in all orders of a customer that were one.
with

gift_orders as (

    select * from {{ ref('gift_orders') }}

),

gift_evidence as (

    select * from {{ ref('gift_evidence') }}

),

gift_points as (

    select * from {{ ref('gift_points') }}

),

evidence_of_customers as (

    select
        gift_orders.customer_id,
        gift_evidence.evidence

    from gift_orders

    inner join gift_evidence
        on gift_orders.order_id = gift_evidence.order_id

    group by 1, 2

    union

    select
        customer_id,
        'before_occasion' as evidence

    from gift_orders

    where occasion is not null

),

evidence_summed as (

    select
        evidence_of_customers.customer_id,
        {{ joined_texts('evidence_of_customers.evidence') }} as evidence,
        {{ joined_texts('gift_points.phrase_en') }} as evidence_en,
        {{ joined_texts('gift_points.phrase_zh', '、') }} as evidence_zh

    from evidence_of_customers

    inner join gift_points
        on evidence_of_customers.evidence = gift_points.evidence

    group by 1

)

select * from evidence_summed
