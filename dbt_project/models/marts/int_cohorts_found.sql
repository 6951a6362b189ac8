-- The month in which a customer first bought.
with

customer_features as (

    select * from {{ ref('customer_features') }}

),

cohorts_found as (

    select
        customer_id,
        {{ month_start('first_purchase_date') }} as cohort_month

    from customer_features

    where first_purchase_date is not null

)

select * from cohorts_found
