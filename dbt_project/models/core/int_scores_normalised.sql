-- A score as a share of the best that could be given. One of nps is out of 10 where its
-- source does not say; any other without its best, or beyond it, says nothing.
with

feedback as (

    select * from {{ ref('feedback') }}

),

scores as (

    select
        customer_id,
        feedback_id,
        kind,
        occurred_date,
        occurred_at,
        score,
        case when kind = 'nps' then coalesce(out_of, 10) else out_of end as out_of

    from feedback

    where
        customer_id is not null
        and kind in ('nps', 'csat', 'review')

),

scores_normalised as (

    select
        customer_id,
        feedback_id,
        kind,
        occurred_date,
        score,
        cast(out_of as decimal(18, 4)) as out_of,
        {{ divide_to_share(
            'case when score >= 0 and score <= out_of then score end', 'out_of'
        ) }} as score_share,
        cast(
            row_number() over (
                partition by customer_id, kind
                order by occurred_at desc nulls last, feedback_id desc nulls last
            ) as bigint
        ) as place_of_kind,
        cast(
            row_number() over (
                partition by customer_id
                order by occurred_at desc nulls last, feedback_id desc nulls last
            ) as bigint
        ) as place

    from scores

    where score >= 0 and score <= out_of and out_of > 0

)

select * from scores_normalised
