with

int_cohort_months_summed as (

    select * from {{ ref('int_cohort_months_summed') }}

),

months_dated as (

    select
        cohort_month,
        months_since,
        {{ add_months('cohort_month', 'months_since') }} as activity_month,
        cohort_customer_count,
        customer_count,
        {{ divide_to_share('customer_count', 'cohort_customer_count') }}
            as retention_share,
        net_revenue_amount,
        cast(
            sum(net_revenue_amount) over (
                partition by cohort_month
                order by months_since asc nulls last
                rows between unbounded preceding and current row
            ) as decimal(18, 2)
        ) as cumulative_revenue_amount

    from int_cohort_months_summed

),

months_measured as (

    select
        cohort_month,
        months_since,
        activity_month,
        {{ add_months('activity_month', '1') }}
        <= {{ add_days(as_of_date(), 1) }} as is_complete,
        cohort_customer_count,
        customer_count,
        retention_share,
        net_revenue_amount,
        cumulative_revenue_amount,
        {{ divide('cumulative_revenue_amount', 'cohort_customer_count') }}
            as cumulative_revenue_per_customer_amount,
        substr(cast(cohort_month as string), 1, 7) as cohort_text,
        substr(cast(activity_month as string), 1, 7) as activity_text

    from months_dated

),

months_told as (

    select
        cohort_month,
        months_since,
        activity_month,
        is_complete,
        cohort_customer_count,
        customer_count,
        retention_share,
        net_revenue_amount,
        cumulative_revenue_amount,
        cumulative_revenue_per_customer_amount,
        'Of ' || {{ counted('cohort_customer_count', 'customer') }}
        || ' who first bought in ' || cohort_text || ', '
        || {{ whole_number_text('customer_count') }} || ' bought in '
        || activity_text || case when is_complete then '' else ' so far' end
        || '; on average each has brought '
        || {{ money_text('cumulative_revenue_per_customer_amount') }}
        || ' by then' as reason,
        cohort_text || ' 首次购买的 '
        || {{ counted_zh('cohort_customer_count', '位顾客') }} || '中，'
        || activity_text || case when is_complete then '' else '（截至目前）' end
        || '有 ' || {{ counted_zh('customer_count', '位') }} || '购买；人均累计 '
        || {{ money_text('cumulative_revenue_per_customer_amount') }} as reason_zh

    from months_measured

)

select * from months_told
