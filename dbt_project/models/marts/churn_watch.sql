with

int_customers_watched as (

    select * from {{ ref('int_customers_watched') }}

),

churn_actions as (

    select * from {{ ref('churn_actions') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

watched_told as (

    select
        watched.customer_id,
        cast(watched.churn_group as string) as churn_group,
        watched.lifecycle_stage,
        watched.at_stake_amount,
        watched.at_stake_place,
        watched.recency_days,
        watched.rhythm_days,
        watched.overdue_days,
        watched.days_until_lost,
        watched.no_purchase_90d_probability,
        watched.expected_loss_amount,
        churn_actions.action_en,
        churn_actions.action_zh,
        'Brought ' || {{ money_text('watched.at_stake_amount') }}
        || ' in their last year with us; last bought '
        || {{ days_ago('watched.recency_days') }}
        || case
            when watched.rhythm_days is null then ''
            else ', usually every ' || {{ counted('watched.rhythm_days', 'day') }}
        end
        || case
            when watched.overdue_days >= 0
                then
                    '; overdue for ' || {{ counted('watched.overdue_days', 'day') }}
            when watched.purchase_count = 1 then '; has bought only once'
            else ''
        end
        || case
            when watched.no_purchase_90d_probability is null then ''
            else
                '; ' || {{ whole_percent_text('watched.no_purchase_90d_probability') }}
                || ' likely not to buy in the next 90 days: '
                || watched.no_purchase_reason
        end as reason,
        '最后活跃的一年贡献 ' || {{ money_text('watched.at_stake_amount') }}
        || '；最近一次购买：' || {{ days_ago_zh('watched.recency_days') }}
        || case
            when watched.rhythm_days is null then ''
            else
                '，通常每 ' || {{ counted_zh('watched.rhythm_days', '天一次') }}
        end
        || case
            when watched.overdue_days >= 0
                then '；已逾期 ' || {{ counted_zh('watched.overdue_days', '天') }}
            when watched.purchase_count = 1 then '；只购买过一次'
            else ''
        end
        || case
            when watched.no_purchase_90d_probability is null then ''
            else
                '；未来 90 天不购买的可能性为 '
                || {{ whole_percent_text('watched.no_purchase_90d_probability') }}
                || '：' || watched.no_purchase_reason_zh
        end as reason_zh,
        dated.since

    from int_customers_watched as watched

    inner join churn_actions
        on watched.churn_group = churn_actions.churn_group

    left join int_segments_dated as dated
        on
            dated.mart = 'churn_watch'
            and watched.customer_id = dated.customer_id

)

select * from watched_told
