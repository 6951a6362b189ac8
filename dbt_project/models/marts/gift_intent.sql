-- Who buys for others, by what it is said, and before which occasion to write to them.
with

gift_orders as (

    select * from {{ ref('gift_orders') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_gift_evidence_summed as (

    select * from {{ ref('int_gift_evidence_summed') }}

),

int_next_occasions_found as (

    select * from {{ ref('int_next_occasions_found') }}

),

gifts_summed as (

    select
        customer_id,
        cast(count(*) as bigint) as gift_order_count,
        max(gift_points) as gift_points,
        max(order_date) as latest_gift_date

    from gift_orders

    group by 1

),

givers_told as (

    select
        gifts.customer_id,
        gifts.gift_points,
        gifts.gift_order_count,
        features.order_count,
        {{ divide_to_share('gifts.gift_order_count', 'features.order_count') }}
            as gift_order_share,
        gifts.latest_gift_date,
        evident.evidence,
        upcoming.occasion as next_occasion,
        upcoming.name_en as next_occasion_name_en,
        upcoming.name_zh as next_occasion_name_zh,
        upcoming.occasion_date as next_occasion_date,
        {{ days_between(as_of_date(), 'upcoming.occasion_date') }}
            as days_until_occasion,
        coalesce(upcoming.is_own, false) as is_own_occasion,
        {{ whole_number_text('gifts.gift_order_count') }} || ' of '
        || {{ counted('features.order_count', 'order') }}
        || case
            when gifts.gift_order_count = 1 then ' looks like a gift'
            else ' look like gifts'
        end
        || ' (' || evident.evidence_en || '), the latest on '
        || cast(gifts.latest_gift_date as string)
        || coalesce(
            case
                when upcoming.is_own then '; next occasion they bought for before: '
                else '; next occasion: '
            end
            || upcoming.name_en || ', ' || cast(upcoming.occasion_date as string),
            ''
        ) as reason,
        {{ counted_zh('features.order_count', '单') }} || '中 '
        || {{ counted_zh('gifts.gift_order_count', '单看来是为他人购买') }}
        || '（' || evident.evidence_zh || '），最近一次：'
        || cast(gifts.latest_gift_date as string)
        || coalesce(
            case
                when upcoming.is_own then '；下一个曾送礼的节日：'
                else '；下一个节日：'
            end
            || upcoming.name_zh || '，' || cast(upcoming.occasion_date as string),
            ''
        ) as reason_zh

    from gifts_summed as gifts

    inner join customer_features as features
        on gifts.customer_id = features.customer_id

    inner join int_gift_evidence_summed as evident
        on gifts.customer_id = evident.customer_id

    left join int_next_occasions_found as upcoming
        on gifts.customer_id = upcoming.customer_id

)

select * from givers_told
