with

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_customers_suppressed as (

    select * from {{ ref('int_customers_suppressed') }}

),

int_stages_bounded as (

    select * from {{ ref('int_stages_bounded') }}

),

second_purchases_timed as (

    select
        customer_id,
        {{ days_between('first_purchase_date', 'second_purchase_date') }}
            as first_to_second_purchase_days

    from customer_features

),

customers_measured as (

    select
        customer_features.customer_id,
        second_purchases_timed.first_to_second_purchase_days,
        customer_features.purchase_count > 0 as is_buyer,
        customer_features.purchase_count = 1 as is_one_time_buyer,
        coalesce(
            second_purchases_timed.first_to_second_purchase_days
            <= int_stages_bounded.new_days,
            false
        ) as is_early_repeat_buyer,
        customer_features.returned_amount <> 0 as has_returned,
        int_customers_suppressed.customer_id is not null as is_suppressed

    from customer_features

    inner join second_purchases_timed
        on customer_features.customer_id = second_purchases_timed.customer_id

    left join int_customers_suppressed
        on customer_features.customer_id = int_customers_suppressed.customer_id

    cross join int_stages_bounded

)

select * from customers_measured
