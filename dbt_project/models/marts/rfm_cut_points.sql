with

int_buyers_scored as (

    select * from {{ ref('int_buyers_scored') }}

),

int_buyers_grouped as (

    select * from {{ ref('int_buyers_grouped') }}

),

scores_listed as (

    select
        'recency' as score_kind,
        recency_score as score,
        cast(recency_days as decimal(18, 2)) as value

    from int_buyers_scored

    union all

    select
        'frequency' as score_kind,
        frequency_score as score,
        cast(purchase_count as decimal(18, 2)) as value

    from int_buyers_scored

    union all

    select
        'monetary' as score_kind,
        monetary_score as score,
        net_revenue_amount as value

    from int_buyers_scored

    union all

    select
        'recency_level' as score_kind,
        recency_level as score,
        cast(recency_days as decimal(18, 2)) as value

    from int_buyers_grouped

    union all

    select
        'frequency_level' as score_kind,
        frequency_level as score,
        cast(purchase_count as decimal(18, 2)) as value

    from int_buyers_grouped

    union all

    select
        'monetary_level' as score_kind,
        monetary_level as score,
        net_revenue_amount as value

    from int_buyers_grouped

),

cut_points as (

    select
        score_kind,
        score,
        cast(min(value) as decimal(18, 2)) as lowest_value,
        cast(max(value) as decimal(18, 2)) as highest_value,
        cast(count(*) as bigint) as customer_count

    from scores_listed

    group by 1, 2

)

select * from cut_points
