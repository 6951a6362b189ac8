with

pareto_line as (

    select * from {{ ref('pareto_line') }}

),

pareto as (

    select * from {{ ref('pareto') }}

),

steps as (

    select
        customer_percent,
        revenue_amount,
        lag(revenue_amount) over (
            order by customer_percent asc nulls last
        ) as revenue_before_amount

    from pareto_line

),

steps_compared as (

    select
        steps.customer_percent,
        steps.revenue_amount,
        steps.revenue_before_amount,
        pareto.revenue_amount as all_revenue_amount

    from steps

    cross join pareto

)

select * from steps_compared

where
    revenue_amount < revenue_before_amount
    or (customer_percent = 100 and revenue_amount <> all_revenue_amount)
