-- What a cohort did in each month, and every month up to the night in which it did
-- nothing. What a customer returned before a first purchase counts in its month.
with

int_cohorts_found as (

    select * from {{ ref('int_cohorts_found') }}

),

purchases as (

    select * from {{ ref('purchases') }}

),

orders as (

    select * from {{ ref('orders') }}

),

numbers as (

    {{ whole_numbers('months_since', 0, 1200) }}

),

cohorts_counted as (

    select
        cohort_month,
        count(*) as cohort_customer_count

    from int_cohorts_found

    group by 1

),

months_without_anything as (

    select
        cohorts_counted.cohort_month,
        numbers.months_since,
        0 as customer_count,
        0 as net_amount

    from cohorts_counted

    cross join numbers

    where
        numbers.months_since
        <= {{ months_between('cohorts_counted.cohort_month', as_of_date()) }}

),

buyers_by_month as (

    select
        cohorts.cohort_month,
        {{ months_between('cohorts.cohort_month', 'purchases.purchase_date') }}
            as months_since,
        cohorts.customer_id

    from int_cohorts_found as cohorts

    inner join purchases
        on cohorts.customer_id = purchases.customer_id

    group by 1, 2, 3

),

orders_by_month as (

    select
        cohorts.cohort_month,
        {{ months_between('cohorts.cohort_month', 'orders.order_date') }}
            as months_since,
        orders.net_amount

    from int_cohorts_found as cohorts

    inner join orders
        on cohorts.customer_id = orders.customer_id

    where orders.net_amount <> 0

),

facts as (

    select
        cohort_month,
        months_since,
        customer_count,
        net_amount

    from months_without_anything

    union all

    select
        cohort_month,
        months_since,
        1 as customer_count,
        0 as net_amount

    from buyers_by_month

    union all

    select
        cohort_month,
        greatest(months_since, 0) as months_since,
        0 as customer_count,
        net_amount

    from orders_by_month

),

facts_summed as (

    select
        facts.cohort_month,
        facts.months_since,
        cohorts_counted.cohort_customer_count,
        sum(facts.customer_count) as customer_count,
        sum(facts.net_amount) as net_revenue_amount

    from facts

    inner join cohorts_counted
        on facts.cohort_month = cohorts_counted.cohort_month

    group by 1, 2, 3

),

typed as (

    select
        cohort_month,
        cast(months_since as bigint) as months_since,
        cast(cohort_customer_count as bigint) as cohort_customer_count,
        cast(customer_count as bigint) as customer_count,
        cast(net_revenue_amount as decimal(18, 2)) as net_revenue_amount

    from facts_summed

)

select * from typed
