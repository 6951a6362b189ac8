-- The same tiers among those who bought in the last 365 days, by what they brought in
-- them.
with

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_value_tiers_bounded as (

    select * from {{ ref('int_value_tiers_bounded') }}

),

buyers_ranked as (

    select
        customer_id,
        net_revenue_365d_amount,
        cast(
            rank() over (order by net_revenue_365d_amount desc nulls last) as bigint
        ) as value_rank_365d,
        cast(count(*) over () as bigint) as buyer_365d_count

    from customer_features

    where purchase_count_365d > 0

),

buyers_tiered as (

    select
        buyers.customer_id,
        buyers.net_revenue_365d_amount,
        buyers.value_rank_365d,
        buyers.buyer_365d_count,
        cast(tiers.value_tier as string) as value_tier_365d

    from buyers_ranked as buyers

    left join int_value_tiers_bounded as tiers
        on
            buyers.value_rank_365d - 1
            >= buyers.buyer_365d_count * tiers.better_tiers_share
            and buyers.value_rank_365d - 1
            < buyers.buyer_365d_count * tiers.value_tier_top_share

)

select * from buyers_tiered
