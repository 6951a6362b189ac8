with

value_tiers as (

    select * from {{ ref('value_tiers') }}

),

last_tier as (

    select max(top_share) as last_top_share

    from value_tiers

)

select * from last_tier

where last_top_share is null or last_top_share <> 1
