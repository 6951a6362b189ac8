with

int_customers_staged as (

    select * from {{ ref('int_customers_staged') }}

),

stages_told as (

    select
        customer_id,
        lifecycle_stage,
        recency_days,
        purchase_count,
        case
            when purchase_count = 0 then 'Has not bought yet'
            when purchase_count = 1
                then
                    'Bought once, ' || {{ days_ago('recency_days') }}
            else
                {{ counted('purchase_count', 'purchase') }}
                || ', the last ' || {{ days_ago('recency_days') }}
        end as reason

    from int_customers_staged

)

select * from stages_told
