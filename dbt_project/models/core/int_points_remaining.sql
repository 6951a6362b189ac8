-- What is left of what each event gave. Points are used up in the order in which they
-- expire, each source's by themselves; those that never do come last.
with

int_loyalty_movements as (

    select * from {{ ref('int_loyalty_movements') }}

),

points_taken as (

    select
        customer_id,
        source_name,
        sum(case when points < 0 then -points else 0 end) as taken_points

    from int_loyalty_movements

    group by 1, 2

),

points_given as (

    select
        customer_id,
        source_name,
        loyalty_event_id,
        expires_date,
        points,
        sum(points) over (
            partition by customer_id, source_name
            order by
                expires_date asc nulls last,
                occurred_at asc nulls last,
                loyalty_event_id asc nulls last
            rows between unbounded preceding and current row
        ) as given_points

    from int_loyalty_movements

    where points > 0

),

points_left as (

    select
        points_given.customer_id,
        points_given.loyalty_event_id,
        points_given.expires_date,
        cast(
            greatest(
                0,
                least(
                    points_given.points,
                    points_given.given_points - points_taken.taken_points
                )
            ) as decimal(18, 4)
        ) as remaining_points

    from points_given

    inner join points_taken
        on
            points_given.customer_id = points_taken.customer_id
            and points_given.source_name = points_taken.source_name

)

select * from points_left

where remaining_points > 0
