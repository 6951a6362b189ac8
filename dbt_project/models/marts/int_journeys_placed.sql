-- Everybody stands at the furthest step that they took; whoever took none, at none.
with

customers as (

    select * from {{ ref('customers') }}

),

int_journey_steps_taken as (

    select * from {{ ref('int_journey_steps_taken') }}

),

furthest_steps as (

    select * from int_journey_steps_taken

    qualify
        row_number() over (
            partition by customer_id
            order by place desc nulls last
        ) = 1

),

journeys_placed as (

    select
        customers.customer_id,
        furthest_steps.step as journey_step,
        furthest_steps.place,
        furthest_steps.evidence_count,
        furthest_steps.evidence_kind,
        furthest_steps.evidence_date

    from customers

    left join furthest_steps
        on customers.customer_id = furthest_steps.customer_id

)

select * from journeys_placed
