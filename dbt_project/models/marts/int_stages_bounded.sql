with

lifecycle_stages as (

    select * from {{ ref('lifecycle_stages') }}

),

thresholds as (

    select
        cast(
            max(case when name = 'new_days' then value end) as bigint
        ) as new_days,
        cast(
            max(case when name = 'loyal_purchase_count' then value end) as bigint
        ) as loyal_purchase_count,
        cast(
            max(case when name = 'at_risk_days' then value end) as bigint
        ) as at_risk_days,
        cast(
            max(case when name = 'dormant_days' then value end) as bigint
        ) as dormant_days,
        cast(
            max(case when name = 'lost_days' then value end) as bigint
        ) as lost_days

    from lifecycle_stages

)

select * from thresholds
