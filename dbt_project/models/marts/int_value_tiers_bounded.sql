-- A tier reaches from where the tier above it ends to its own share of the customers.
with

value_tiers as (

    select * from {{ ref('value_tiers') }}

),

value_tiers_bounded as (

    select
        value_tier,
        cast(top_share as decimal(9, 6)) as value_tier_top_share,
        cast(
            coalesce(
                lag(top_share) over (
                    order by top_share asc nulls last, value_tier asc nulls last
                ),
                0
            ) as decimal(9, 6)
        ) as better_tiers_share

    from value_tiers

)

select * from value_tiers_bounded
