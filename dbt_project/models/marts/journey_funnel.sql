-- Whoever stands at a step has reached all those before it, so that no step is reached
-- by more than the one before. Interactions and orders of nobody known are counted
-- apart: they are events, and how many people stand behind them nobody knows.
with

journey_steps as (

    select * from {{ ref('journey_steps') }}

),

int_journeys_placed as (

    select * from {{ ref('int_journeys_placed') }}

),

int_journey_steps_taken as (

    select * from {{ ref('int_journey_steps_taken') }}

),

int_journey_events as (

    select * from {{ ref('int_journey_events') }}

),

orders as (

    select * from {{ ref('orders') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

customers_standing as (

    select
        placed.journey_step as step,
        cast(count(*) as bigint) as standing_count,
        cast(sum(features.net_revenue_365d_amount) as decimal(18, 2))
            as standing_revenue_365d_amount

    from int_journeys_placed as placed

    inner join customer_features as features
        on placed.customer_id = features.customer_id

    group by 1

),

customers_taking as (

    select
        step,
        cast(count(*) as bigint) as taken_count

    from int_journey_steps_taken

    group by 1

),

unknown_events as (

    select step from int_journey_events
    where customer_id is null

    union all

    select 'buys' as step from orders
    where
        customer_id is null
        and is_counted_sale
        and {{ days_between('order_date', as_of_date()) }}
        < {{ segment_threshold('journey_days') }}

),

unknown_counted as (

    select
        step,
        cast(count(*) as bigint) as unknown_event_count

    from unknown_events

    group by 1

),

steps_counted as (

    select
        journey_steps.step,
        journey_steps.place,
        journey_steps.name_en,
        journey_steps.name_zh,
        journey_steps.owner,
        cast(coalesce(customers_taking.taken_count, 0) as bigint) as taken_count,
        cast(coalesce(standing.standing_count, 0) as bigint) as standing_count,
        cast(coalesce(standing.standing_revenue_365d_amount, 0) as decimal(18, 2))
            as standing_revenue_365d_amount,
        cast(coalesce(unknown_counted.unknown_event_count, 0) as bigint)
            as unknown_event_count,
        cast(
            sum(coalesce(standing.standing_count, 0)) over (
                order by journey_steps.place desc nulls last
                rows between unbounded preceding and current row
            ) as bigint
        ) as reached_count

    from journey_steps

    left join customers_standing as standing
        on journey_steps.step = standing.step

    left join customers_taking
        on journey_steps.step = customers_taking.step

    left join unknown_counted
        on journey_steps.step = unknown_counted.step

),

steps_compared as (

    select
        step,
        place,
        name_en,
        name_zh,
        owner,
        reached_count,
        {{ divide_to_share(
            'reached_count',
            'lag(reached_count) over (order by place asc nulls last)'
        ) }} as previous_share,
        {{ divide_to_share(
            'reached_count',
            'max(reached_count) over ()'
        ) }} as first_share,
        taken_count,
        standing_count,
        standing_revenue_365d_amount,
        unknown_event_count

    from steps_counted

)

select * from steps_compared
