with

int_buyers_named as (

    select * from {{ ref('int_buyers_named') }}

),

int_buyers_grouped as (

    select * from {{ ref('int_buyers_grouped') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

buyers_told as (

    select
        buyers.customer_id,
        buyers.recency_days,
        buyers.purchase_count,
        buyers.net_revenue_amount,
        buyers.recency_score,
        buyers.frequency_score,
        buyers.monetary_score,
        buyers.rfm_segment,
        grouped.recency_level,
        grouped.frequency_level,
        grouped.monetary_level,
        grouped.rfm_group,
        'Last bought ' || {{ days_ago('buyers.recency_days') }}
        || ', ' || {{ counted('buyers.purchase_count', 'purchase') }}
        || ', ' || {{ money_text('buyers.net_revenue_amount') }} as reason,
        '最近一次购买：' || {{ days_ago_zh('buyers.recency_days') }}
        || '，共 ' || {{ counted_zh('buyers.purchase_count', '次购买') }}
        || '，' || {{ money_text('buyers.net_revenue_amount') }} as reason_zh,
        dated.since,
        groups_dated.since as rfm_group_since

    from int_buyers_named as buyers

    inner join int_buyers_grouped as grouped
        on buyers.customer_id = grouped.customer_id

    left join int_segments_dated as dated
        on
            dated.mart = 'rfm'
            and buyers.customer_id = dated.customer_id

    left join int_segments_dated as groups_dated
        on
            groups_dated.mart = 'rfm_group'
            and buyers.customer_id = groups_dated.customer_id

)

select * from buyers_told
