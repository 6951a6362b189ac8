-- Orders that were for somebody else, by the points of what speaks for it.
with

gift_evidence as (

    select * from {{ ref('gift_evidence') }}

),

gift_points as (

    select * from {{ ref('gift_points') }}

),

int_gift_orders_dated as (

    select * from {{ ref('int_gift_orders_dated') }}

),

evidence as (

    select
        order_id,
        evidence

    from gift_evidence

    union

    select
        order_id,
        'before_occasion' as evidence

    from int_gift_orders_dated

    where occasion is not null

),

evidence_summed_to_orders as (

    select
        evidence.order_id,
        cast(least(sum(gift_points.points), 100) as bigint) as gift_points,
        {{ joined_texts('evidence.evidence') }} as evidence,
        {{ joined_texts('gift_points.phrase_en') }} as evidence_en,
        {{ joined_texts('gift_points.phrase_zh', '、') }} as evidence_zh

    from evidence

    inner join gift_points
        on evidence.evidence = gift_points.evidence

    group by 1

),

orders_told as (

    select
        dated.order_id,
        dated.customer_id,
        dated.order_date,
        summed.gift_points,
        summed.evidence,
        summed.evidence_en,
        summed.evidence_zh,
        dated.occasion,
        dated.occasion_date

    from int_gift_orders_dated as dated

    inner join evidence_summed_to_orders as summed
        on dated.order_id = summed.order_id

    where summed.gift_points >= {{ segment_threshold('gift_least_points') }}

)

select * from orders_told
