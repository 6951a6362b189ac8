with

int_scores_normalised as (

    select * from {{ ref('int_scores_normalised') }}

),

summed as (

    select
        customer_id,
        cast(count(*) as bigint) as score_count,
        {{ pivot_latest_scores(['nps', 'csat', 'review']) }},
        max(case when place = 1 then kind end) as latest_score_kind,
        max(case when place = 1 then score end) as latest_score,
        max(case when place = 1 then out_of end) as latest_score_out_of,
        max(case when place = 1 then score_share end) as latest_score_share,
        max(case when place = 1 then occurred_date end) as latest_score_date

    from int_scores_normalised

    group by 1

)

select * from summed
