with

int_journey_events as (

    select * from {{ ref('int_journey_events') }}

),

journey_steps as (

    select * from {{ ref('journey_steps') }}

),

events_numbered as (

    select
        customer_id,
        step,
        kind,
        occurred_date,
        row_number() over (
            partition by customer_id, step
            order by occurred_date desc nulls last, kind asc nulls last
        ) as place

    from int_journey_events

    where customer_id is not null

),

steps_taken as (

    select
        customer_id,
        step,
        cast(count(*) as bigint) as evidence_count,
        max(case when place = 1 then kind end) as evidence_kind,
        max(occurred_date) as evidence_date

    from events_numbered

    group by 1, 2

),

steps_placed as (

    select
        steps_taken.customer_id,
        steps_taken.step,
        journey_steps.place,
        steps_taken.evidence_count,
        steps_taken.evidence_kind,
        steps_taken.evidence_date

    from steps_taken

    inner join journey_steps
        on steps_taken.step = journey_steps.step

)

select * from steps_placed
