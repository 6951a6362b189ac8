-- Who runs out of what, and when to say so. The days are found by flows/predictions.
with

int_run_outs_placed as (

    select * from {{ ref('int_run_outs_placed') }}

),

run_outs_told as (

    select
        customer_id,
        product_id,
        product_name,
        category,
        latest_purchase_date,
        quantity,
        days_per_unit as interval_per_unit_days,
        own_interval_count,
        everyone_days_per_unit as everyone_interval_per_unit_days,
        run_out_low_date,
        run_out_date,
        run_out_high_date,
        days_until_run_out,
        buy_window,
        'Last bought ' || {{ plain_number_text('quantity') }}
        || ' on ' || cast(latest_purchase_date as string)
        || '; lasts them about ' || {{ counted('lasting_days', 'day') }}
        || case
            when own_interval_count = 0 then ', as others of its buyers'
            else
                ', by ' || {{ counted('own_interval_count', 'interval') }}
                || ' of their own'
        end
        || '; runs out about ' || cast(run_out_date as string)
        || ' (' || cast(run_out_low_date as string)
        || ' to ' || cast(run_out_high_date as string) || ')'
        || case buy_window
            when 'given_up' then '; not bought again since'
            when 'overdue'
                then '; overdue for ' || {{ counted('overdue_days', 'day') }}
            when 'due' then '; due now'
            else '; due in ' || {{ counted('days_until_low', 'day') }}
        end as reason,
        '最近一次购买：' || cast(latest_purchase_date as string)
        || '，' || {{ plain_number_text('quantity') }} || ' 件；约可用 '
        || {{ counted_zh('lasting_days', '天') }}
        || case
            when own_interval_count = 0 then '（参照其他顾客）'
            else
                '（依据本人 ' || {{ counted_zh('own_interval_count', '次间隔') }}
                || '）'
        end
        || '；预计 ' || cast(run_out_date as string)
        || ' 前后用完（' || cast(run_out_low_date as string)
        || ' 至 ' || cast(run_out_high_date as string) || '）'
        || case buy_window
            when 'given_up' then '；此后未再购买'
            when 'overdue'
                then '；已逾期 ' || {{ counted_zh('overdue_days', '天') }}
            when 'due' then '；正是时候'
            else '；' || {{ counted_zh('days_until_low', '天后') }} || '到期'
        end as reason_zh

    from int_run_outs_placed

)

select * from run_outs_told
