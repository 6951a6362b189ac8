-- Three levels a value, cut where segment_thresholds.csv says; equal values have equal
-- levels.
with

customer_features as (

    select * from {{ ref('customer_features') }}

),

rfm_groups as (

    select * from {{ ref('rfm_groups') }}

),

buyers_ranked as (

    select
        customer_id,
        recency_days,
        purchase_count,
        net_revenue_amount,
        count(*) over () as buyer_count,
        rank() over (order by recency_days desc nulls last) as recency_rank,
        rank() over (order by purchase_count asc nulls last) as frequency_rank,
        rank() over (order by net_revenue_amount asc nulls last) as monetary_rank

    from customer_features

    where purchase_count > 0

),

buyers_levelled as (

    select
        customer_id,
        recency_days,
        purchase_count,
        net_revenue_amount,
        {{ level_from_rank('recency_rank', 'buyer_count') }} as recency_level,
        {{ level_from_rank('frequency_rank', 'buyer_count') }} as frequency_level,
        {{ level_from_rank('monetary_rank', 'buyer_count') }} as monetary_level

    from buyers_ranked

),

buyers_grouped as (

    select
        buyers.customer_id,
        buyers.recency_days,
        buyers.purchase_count,
        buyers.net_revenue_amount,
        buyers.recency_level,
        buyers.frequency_level,
        buyers.monetary_level,
        cast(rfm_groups.rfm_group as string) as rfm_group

    from buyers_levelled as buyers

    left join rfm_groups
        on
            buyers.recency_level = rfm_groups.recency_level
            and buyers.frequency_level = rfm_groups.frequency_level
            and buyers.monetary_level = rfm_groups.monetary_level

)

select * from buyers_grouped
