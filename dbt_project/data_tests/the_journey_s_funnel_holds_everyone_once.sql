-- Who stands at a step is who reached it and not the next; and everybody with a step
-- stands in the funnel.
with

journey_funnel as (

    select * from {{ ref('journey_funnel') }}

),

journey as (

    select * from {{ ref('journey') }}

),

steps as (

    select
        step,
        standing_count,
        reached_count,
        coalesce(
            lead(reached_count) over (order by place asc nulls last), 0
        ) as next_reached_count

    from journey_funnel

),

customers_standing as (

    select
        journey_step as step,
        count(*) as standing_count

    from journey

    where journey_step is not null

    group by 1

),

steps_compared as (

    select
        steps.step,
        steps.standing_count,
        steps.reached_count,
        steps.next_reached_count,
        coalesce(customers_standing.standing_count, 0) as customer_count

    from steps

    left join customers_standing
        on steps.step = customers_standing.step

)

select * from steps_compared

where
    standing_count <> reached_count - next_reached_count
    or standing_count <> customer_count
