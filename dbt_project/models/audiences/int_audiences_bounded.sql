with

audience_thresholds as (

    select * from {{ ref('audience_thresholds') }}

),

thresholds as (

    select
        cast(
            max(case when name = 'vip_top_share' then value end) as decimal(9, 6)
        ) as vip_top_share,
        cast(
            max(case when name = 'second_purchase_first_days' then value end) as bigint
        ) as second_purchase_first_days,
        cast(
            max(case when name = 'second_purchase_last_days' then value end) as bigint
        ) as second_purchase_last_days,
        cast(
            max(case when name = 'win_back_top_share' then value end) as decimal(9, 6)
        ) as win_back_top_share,
        cast(
            max(case when name = 'win_back_purchase_count' then value end) as bigint
        ) as win_back_purchase_count,
        cast(
            max(case when name = 'birthday_days' then value end) as bigint
        ) as birthday_days,
        cast(
            max(case when name = 'birthday_oldest_years' then value end) as bigint
        ) as birthday_oldest_years

    from audience_thresholds

)

select * from thresholds
