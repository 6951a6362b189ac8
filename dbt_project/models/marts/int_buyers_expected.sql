-- Every buyer's place by the revenue expected of them; none where nothing is predicted.
with

int_customers_predicted as (

    select * from {{ ref('int_customers_predicted') }}

),

int_value_tiers_bounded as (

    select * from {{ ref('int_value_tiers_bounded') }}

),

buyers_ranked as (

    select
        customer_id,
        expected_revenue_365d_amount,
        cast(
            rank() over (order by expected_revenue_365d_amount desc nulls last)
            as bigint
        ) as expected_value_rank,
        cast(count(*) over () as bigint) as predicted_buyer_count

    from int_customers_predicted

    where expected_revenue_365d_amount is not null

),

buyers_expected as (

    select
        buyers.customer_id,
        buyers.expected_revenue_365d_amount,
        buyers.expected_value_rank,
        buyers.predicted_buyer_count,
        cast(bounded.value_tier as string) as expected_value_tier

    from buyers_ranked as buyers

    left join int_value_tiers_bounded as bounded
        on
            buyers.expected_value_rank - 1
            >= buyers.predicted_buyer_count * bounded.better_tiers_share
            and buyers.expected_value_rank - 1
            < buyers.predicted_buyer_count * bounded.value_tier_top_share

)

select * from buyers_expected
