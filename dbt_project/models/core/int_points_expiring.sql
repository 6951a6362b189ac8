-- Which points expire next and when, and which should have by now.
with

int_points_remaining as (

    select * from {{ ref('int_points_remaining') }}

),

points_by_day as (

    select
        customer_id,
        expires_date,
        expires_date < {{ as_of_date() }} as is_overdue,
        sum(remaining_points) as remaining_points

    from int_points_remaining

    where expires_date is not null

    group by 1, 2

),

days_numbered as (

    select
        customer_id,
        expires_date,
        is_overdue,
        remaining_points,
        row_number() over (
            partition by customer_id, is_overdue
            order by expires_date asc nulls last
        ) as place

    from points_by_day

),

summed as (

    select
        customer_id,
        max(case when not is_overdue and place = 1 then expires_date end)
            as points_expiring_date,
        cast(
            sum(
                case when not is_overdue and place = 1 then remaining_points else 0 end
            ) as decimal(18, 4)
        ) as points_expiring,
        cast(
            sum(case when is_overdue then remaining_points else 0 end)
            as decimal(18, 4)
        ) as points_overdue

    from days_numbered

    group by 1

)

select * from summed
