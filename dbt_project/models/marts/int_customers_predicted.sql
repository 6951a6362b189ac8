-- What was predicted of every customer tonight, or why nothing was.
with

customers as (

    select * from {{ ref('customers') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

predicted as (

    select * from {{ source('state', 'predicted_customers') }}

),

customers_predicted as (

    select
        customers.customer_id,
        predicted.expected_purchases_90d,
        predicted.expected_purchases_365d,
        predicted.expected_revenue_90d_amount,
        predicted.expected_revenue_365d_amount,
        cast(
            customer_features.net_revenue_amount
            + predicted.expected_lifetime_revenue_amount as decimal(18, 2)
        ) as customer_lifetime_value_amount,
        coalesce(
            predicted.prediction_reason, {{ why_not_predicted() }}
        ) as prediction_reason,
        predicted.no_purchase_90d_probability,
        coalesce(
            predicted.no_purchase_reason, {{ why_not_predicted() }}
        ) as no_purchase_reason,
        predicted.no_purchase_reason_zh,
        predicted.next_order_date,
        predicted.next_order_earliest_date,
        predicted.next_order_latest_date,
        coalesce(
            predicted.next_order_reason, {{ why_not_predicted() }}
        ) as next_order_reason,
        predicted.next_order_weekday,
        predicted.next_order_hour,
        predicted.next_order_channel

    from customers

    inner join customer_features
        on customers.customer_id = customer_features.customer_id

    left join predicted
        on customers.customer_id = predicted.customer_id

)

select * from customers_predicted
