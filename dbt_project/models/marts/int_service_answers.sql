-- What was said lately, of the whole shop and of each store, as numbers that standards
-- can be held against. A complaint that nobody resolved runs until the night.
with

feedback as (

    select * from {{ ref('feedback') }}

),

service_standards as (

    select * from {{ ref('service_standards') }}

),

resolution_limits as (

    select max(at_most) as most_hours from service_standards

    where metric = 'resolution_hours'

),

lately_said as (

    select
        feedback.store_id,
        feedback.kind,
        feedback.occurred_at,
        feedback.occurred_date,
        feedback.resolved_at,
        feedback.kind = 'complaint'
        and feedback.resolved_date is null
        and coalesce(feedback.state, 'open') <> 'resolved' as is_open,
        feedback.score,
        case
            when feedback.kind = 'nps' then coalesce(feedback.out_of, 10)
            else feedback.out_of
        end as out_of

    from feedback

    where
        {{ days_between('feedback.occurred_date', as_of_date()) }}
        < {{ segment_threshold('service_quality_days') }}

),

scored as (

    select
        store_id,
        kind as metric,
        {{ divide_to_share('score', 'out_of') }} as score_share

    from lately_said

    where
        kind in ('nps', 'csat', 'review', 'mystery_visit')
        and score >= 0
        and score <= out_of
        and out_of > 0

),

timed as (

    select
        lately_said.store_id,
        lately_said.is_open,
        lately_said.occurred_date,
        case
            when lately_said.resolved_at <= lately_said.occurred_at then 0
            else
                {{ hours_between(
                    'lately_said.occurred_at', 'lately_said.resolved_at'
                ) }}
        end as resolved_hours,
        resolution_limits.most_hours

    from lately_said

    cross join resolution_limits

    where lately_said.kind = 'complaint'

),

-- Promoters give 9 or 10 of 10, detractors up to 6 (Reichheld 2003).
answers as (

    select
        store_id,
        metric,
        cast(
            case
                when metric <> 'nps' then 100 * score_share
                when score_share >= 0.9 then 100
                when score_share <= 0.6 then -100
                else 0
            end as decimal(18, 4)
        ) as answer

    from scored

    union all

    select
        store_id,
        'resolution_hours' as metric,
        cast(resolved_hours as decimal(18, 4)) as answer
    from timed
    where resolved_hours is not null

    union all

    select
        store_id,
        'resolved_in_time' as metric,
        cast(
            case when resolved_hours <= most_hours then 100 else 0 end as decimal(18, 4)
        ) as answer
    from timed
    where resolved_hours is not null or is_open

    union all

    select
        store_id,
        'open_days' as metric,
        cast({{ days_between('occurred_date', as_of_date()) }} as decimal(18, 4))
            as answer
    from timed
    where is_open

    union all

    select
        store_id,
        'complaint_rate' as metric,
        cast(1 as decimal(18, 4)) as answer
    from timed

)

select * from answers
