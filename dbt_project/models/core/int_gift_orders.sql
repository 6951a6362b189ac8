-- Bought for somebody else, or wrapped for them: the two that are believed alone.
with

gift_evidence as (

    select * from {{ ref('gift_evidence') }}

),

gift_orders as (

    select
        order_id,
        customer_id

    from gift_evidence

    where evidence in ('other_recipient', 'wrapped')

    group by 1, 2

)

select * from gift_orders
