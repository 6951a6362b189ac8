-- marts.value_tiers; the settings table of that name is the seed.
{{ config(alias='value_tiers') }}

with

int_buyers_tiered as (

    select * from {{ ref('int_buyers_tiered') }}

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
        dated.since

    from int_buyers_tiered as buyers

    left join int_segments_dated as dated
        on
            dated.mart = 'value_tiers'
            and buyers.customer_id = dated.customer_id

)

select * from tiers_told
