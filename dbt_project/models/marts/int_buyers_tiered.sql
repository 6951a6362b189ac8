with

int_buyers_ranked as (

    select * from {{ ref('int_buyers_ranked') }}

),

int_value_tiers_bounded as (

    select * from {{ ref('int_value_tiers_bounded') }}

),

buyers_tiered as (

    select
        int_buyers_ranked.customer_id,
        int_buyers_ranked.net_revenue_amount,
        cast(int_value_tiers_bounded.value_tier as string) as value_tier,
        int_value_tiers_bounded.value_tier_top_share,
        int_buyers_ranked.value_rank,
        int_buyers_ranked.buyer_count,
        {{ divide_to_share(
            'int_buyers_ranked.brought_by_equals_and_better_amount',
            'int_buyers_ranked.all_brought_amount'
        ) }} as cumulative_revenue_share,
        int_buyers_ranked.brought_amount > 0
        and 5 * (
            int_buyers_ranked.brought_by_equals_and_better_amount
            - int_buyers_ranked.brought_by_equals_amount
        ) < 4 * int_buyers_ranked.all_brought_amount as is_in_top_80

    from int_buyers_ranked

    left join int_value_tiers_bounded
        on
            int_buyers_ranked.value_rank - 1
            >= int_buyers_ranked.buyer_count
            * int_value_tiers_bounded.better_tiers_share
            and int_buyers_ranked.value_rank - 1
            < int_buyers_ranked.buyer_count
            * int_value_tiers_bounded.value_tier_top_share

)

select * from buyers_tiered
