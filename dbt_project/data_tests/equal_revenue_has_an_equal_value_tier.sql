with

value_tiers as (

    select * from {{ ref('customer_value_tiers') }}

),

tiers_of_amounts as (

    select
        net_revenue_amount,
        min(value_tier) as first_tier,
        max(value_tier) as last_tier

    from value_tiers

    group by 1

)

select * from tiers_of_amounts

where first_tier <> last_tier
