with

int_gifts_sent_to_others as (

    select * from {{ ref('int_gifts_sent_to_others') }}

),

int_gifts_sent_elsewhere as (

    select * from {{ ref('int_gifts_sent_elsewhere') }}

),

int_gift_goods as (

    select * from {{ ref('int_gift_goods') }}

),

evidence_found as (

    select
        order_id,
        customer_id,
        'other_recipient' as evidence

    from int_gifts_sent_to_others

    union all

    select
        order_id,
        customer_id,
        'other_address' as evidence

    from int_gifts_sent_elsewhere

    union all

    select
        order_id,
        customer_id,
        evidence

    from int_gift_goods

)

select * from evidence_found
