with

orders as (

    select * from {{ ref('orders') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

cohorts as (

    select * from {{ ref('cohorts') }}

),

totals as (

    select
        (select coalesce(sum(net_amount), 0) from orders) as total_amount,
        (
            select coalesce(sum(net_amount), 0) from orders
            where customer_id is null
        ) as unknown_amount,
        (
            select coalesce(sum(net_revenue_amount), 0) from customer_features
            where first_purchase_date is null
        ) as without_purchase_amount,
        (
            select coalesce(sum(net_revenue_amount), 0) from cohorts
        ) as cohort_amount,
        (
            select count(*) from customer_features
            where first_purchase_date is not null
        ) as buyer_count,
        (
            select coalesce(sum(cohort_customer_count), 0) from cohorts
            where months_since = 0
        ) as cohort_customer_count

),

differences as (

    select * from totals
    where
        total_amount <> unknown_amount + without_purchase_amount + cohort_amount
        or buyer_count <> cohort_customer_count

)

select * from differences
