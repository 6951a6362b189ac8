-- Each fifth holds the customers whose values pass the same share of all others: ranks
-- are not broken by key here, so that equal values have equal scores.
with

customer_features as (

    select * from {{ ref('customer_features') }}

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

buyers_scored as (

    select
        customer_id,
        cast(recency_days as bigint) as recency_days,
        cast(purchase_count as bigint) as purchase_count,
        cast(net_revenue_amount as decimal(18, 2)) as net_revenue_amount,
        cast(
            {{ score_from_rank('recency_rank', 'buyer_count') }} as bigint
        ) as recency_score,
        cast(
            {{ score_from_rank('frequency_rank', 'buyer_count') }} as bigint
        ) as frequency_score,
        cast(
            {{ score_from_rank('monetary_rank', 'buyer_count') }} as bigint
        ) as monetary_score

    from buyers_ranked

)

select * from buyers_scored
