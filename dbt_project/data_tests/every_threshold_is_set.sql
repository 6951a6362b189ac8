-- A threshold that is missing would leave its audience or stage empty in silence.
with

int_stages_bounded as (

    select * from {{ ref('int_stages_bounded') }}

),

int_audiences_bounded as (

    select * from {{ ref('int_audiences_bounded') }}

),

settings_incomplete as (

    select 'lifecycle_stages.csv lacks a threshold' as sentence

    from int_stages_bounded

    where
        new_days is null
        or loyal_purchase_count is null
        or at_risk_days is null
        or dormant_days is null
        or lost_days is null

    union all

    select 'audience_thresholds.csv lacks a threshold' as sentence

    from int_audiences_bounded

    where
        vip_top_share is null
        or second_purchase_first_days is null
        or second_purchase_last_days is null
        or win_back_top_share is null
        or win_back_purchase_count is null
        or birthday_days is null
        or birthday_oldest_years is null

)

select * from settings_incomplete
