-- marts.value_tiers; the settings table of that name is the seed.
{{ config(alias='value_tiers') }}

with

int_buyers_tiered as (

    select * from {{ ref('int_buyers_tiered') }}

),

int_recent_buyers_tiered as (

    select * from {{ ref('int_recent_buyers_tiered') }}

),

int_buyers_expected as (

    select * from {{ ref('int_buyers_expected') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

tiers_told as (

    select
        buyers.customer_id,
        buyers.net_revenue_amount,
        buyers.value_tier,
        buyers.value_tier_top_share,
        buyers.value_rank,
        buyers.cumulative_revenue_share,
        buyers.is_in_top_80,
        'Number ' || {{ whole_number_text('buyers.value_rank') }}
        || ' of ' || {{ counted('buyers.buyer_count', 'customer') }}
        || ' by net revenue, ' || {{ money_text('buyers.net_revenue_amount') }}
            as reason,
        '净收入在 ' || {{ counted_zh('buyers.buyer_count', '位顾客') }}
        || '中排第 ' || {{ whole_number_text('buyers.value_rank') }}
        || '，' || {{ money_text('buyers.net_revenue_amount') }} as reason_zh,
        dated.since,
        coalesce(recent.net_revenue_365d_amount, 0) as net_revenue_365d_amount,
        recent.value_tier_365d,
        recent.value_rank_365d,
        case
            when recent.customer_id is null then 'No purchase in the last 365 days'
            else
                'Number ' || {{ whole_number_text('recent.value_rank_365d') }}
                || ' of ' || {{ counted('recent.buyer_365d_count', 'customer') }}
                || ' by net revenue of the last 365 days, '
                || {{ money_text('recent.net_revenue_365d_amount') }}
        end as reason_365d,
        case
            when recent.customer_id is null then '最近 365 天未购买'
            else
                '最近 365 天净收入在 '
                || {{ counted_zh('recent.buyer_365d_count', '位顾客') }}
                || '中排第 ' || {{ whole_number_text('recent.value_rank_365d') }}
                || '，' || {{ money_text('recent.net_revenue_365d_amount') }}
        end as reason_365d_zh,
        recent_dated.since as since_365d,
        expected.expected_revenue_365d_amount,
        expected.expected_value_tier,
        expected.expected_value_rank

    from int_buyers_tiered as buyers

    left join int_recent_buyers_tiered as recent
        on buyers.customer_id = recent.customer_id

    left join int_buyers_expected as expected
        on buyers.customer_id = expected.customer_id

    left join int_segments_dated as dated
        on
            dated.mart = 'value_tiers'
            and buyers.customer_id = dated.customer_id

    left join int_segments_dated as recent_dated
        on
            recent_dated.mart = 'value_tiers_365d'
            and buyers.customer_id = recent_dated.customer_id

)

select * from tiers_told
