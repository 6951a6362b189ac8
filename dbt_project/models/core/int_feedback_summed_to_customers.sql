-- A complaint is open until its source says that it is resolved, in a word or a day;
-- one resolved on a day that nobody wrote down was so at the earliest when it came.
with

feedback as (

    select * from {{ ref('feedback') }}

),

feedback_marked as (

    select
        customer_id,
        feedback_id,
        kind,
        topic,
        occurred_date,
        occurred_at,
        resolved_date,
        kind = 'complaint' as is_complaint,
        kind = 'complaint'
        and resolved_date is null
        and coalesce(state, 'open') <> 'resolved' as is_open

    from feedback

    where customer_id is not null and kind <> 'mystery_visit'

),

feedback_numbered as (

    select
        customer_id,
        kind,
        topic,
        occurred_date,
        is_complaint,
        is_open,
        case
            when is_complaint and not is_open
                then greatest(coalesce(resolved_date, occurred_date), occurred_date)
        end as resolved_date,
        row_number() over (
            partition by customer_id, is_open
            order by occurred_at asc nulls last, feedback_id asc nulls last
        ) as place

    from feedback_marked

),

summed as (

    select
        customer_id,
        cast(count(*) as bigint) as feedback_count,
        cast(sum(case when kind = 'review' then 1 else 0 end) as bigint)
            as review_count,
        cast(sum(case when is_complaint then 1 else 0 end) as bigint)
            as complaint_count,
        cast(sum(case when is_open then 1 else 0 end) as bigint)
            as open_complaint_count,
        min(case when is_open then occurred_date end) as open_complaint_since_date,
        max(case when is_open and place = 1 then topic end) as open_complaint_topic,
        max(case when is_complaint then occurred_date end) as latest_complaint_date,
        max(resolved_date) as latest_complaint_resolved_date,
        max(occurred_date) as latest_feedback_date

    from feedback_numbered

    group by 1

)

select * from summed
