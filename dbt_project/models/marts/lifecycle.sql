with

int_customers_staged as (

    select * from {{ ref('int_customers_staged') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

stages_told as (

    select
        staged.customer_id,
        staged.lifecycle_stage,
        staged.recency_days,
        staged.purchase_count,
        staged.rhythm_days,
        staged.at_risk_after_days,
        staged.dormant_after_days,
        staged.lost_after_days,
        case
            when staged.purchase_count = 0 then 'Has not bought yet'
            when staged.purchase_count = 1
                then 'Bought once, ' || {{ days_ago('staged.recency_days') }}
            else
                {{ counted('staged.purchase_count', 'purchase') }}
                || ', the last ' || {{ days_ago('staged.recency_days') }}
                || case
                    when staged.rhythm_days is null then ''
                    else
                        '; usually every '
                        || {{ counted('staged.rhythm_days', 'day') }}
                end
        end as reason,
        case
            when staged.purchase_count = 0 then '尚未购买'
            when staged.purchase_count = 1
                then '购买过一次，' || {{ days_ago_zh('staged.recency_days') }}
            else
                {{ counted_zh('staged.purchase_count', '次购买') }}
                || '，最近一次：' || {{ days_ago_zh('staged.recency_days') }}
                || case
                    when staged.rhythm_days is null then ''
                    else
                        '；通常每 '
                        || {{ counted_zh('staged.rhythm_days', '天一次') }}
                end
        end as reason_zh,
        dated.since

    from int_customers_staged as staged

    left join int_segments_dated as dated
        on
            dated.mart = 'lifecycle'
            and staged.customer_id = dated.customer_id

)

select * from stages_told
