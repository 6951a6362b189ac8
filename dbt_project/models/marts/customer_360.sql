with

customers as (

    select * from {{ ref('customers') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_customers_measured as (

    select * from {{ ref('int_customers_measured') }}

),

int_customers_reached as (

    select * from {{ ref('int_customers_reached') }}

),

int_customers_segmented as (

    select * from {{ ref('int_customers_segmented') }}

),

customers_joined as (

    select
        ---------- who
        customers.customer_id,
        customers.name,
        customers.given_name,
        customers.family_name,
        customers.gender,
        customers.birth_date,
        customers.member_number,
        customers.wechat_id,
        customers.occupation,
        customers.interests,
        customers.address,
        customers.city,
        customers.region,
        customers.postcode,
        customers.country,
        customers.household_id,
        customers.joined_date,
        cast(customers.record_count as bigint) as record_count,
        customers.link_confidence,

        ---------- reach
        customers.email,
        customers.phone,
        int_customers_reached.is_email_reachable,
        int_customers_reached.is_sms_reachable,
        int_customers_reached.email_consent,
        int_customers_reached.sms_consent,
        int_customers_reached.is_suppressed,

        ---------- purchases
        customer_features.first_purchase_date,
        customer_features.second_purchase_date,
        customer_features.latest_purchase_date,
        customer_features.purchase_count,
        customer_features.purchase_count_365d,
        customer_features.order_count,
        customer_features.item_quantity,
        customer_features.net_revenue_amount,
        customer_features.net_revenue_365d_amount,
        customer_features.returned_amount,
        customer_features.average_purchase_amount,
        customer_features.recency_days,
        customer_features.tenure_days,
        customer_features.average_gap_days,
        int_customers_measured.first_to_second_purchase_days,
        int_customers_measured.is_buyer,
        int_customers_measured.is_one_time_buyer,
        int_customers_measured.is_early_repeat_buyer,
        int_customers_measured.has_returned,

        ---------- segments
        int_customers_segmented.lifecycle_stage,
        int_customers_segmented.lifecycle_reason,
        int_customers_segmented.recency_score,
        int_customers_segmented.frequency_score,
        int_customers_segmented.monetary_score,
        int_customers_segmented.rfm_segment,
        int_customers_segmented.rfm_reason,
        int_customers_segmented.value_tier,
        int_customers_segmented.value_tier_top_share,
        int_customers_segmented.value_rank,
        int_customers_segmented.cumulative_revenue_share,
        int_customers_segmented.is_in_top_80,
        int_customers_segmented.value_tier_reason,

        ---------- predictions
        cast(null as decimal(18, 6)) as expected_purchases_90d,
        cast(null as decimal(18, 2)) as expected_revenue_365d_amount,
        cast(null as decimal(18, 2)) as customer_lifetime_value_amount,
        cast(null as decimal(9, 6)) as no_purchase_90d_probability,
        cast(null as date) as next_order_date,
        'Nothing was predicted in this night' as prediction_reason

    from customers

    inner join customer_features
        on customers.customer_id = customer_features.customer_id

    inner join int_customers_measured
        on customers.customer_id = int_customers_measured.customer_id

    inner join int_customers_reached
        on customers.customer_id = int_customers_reached.customer_id

    inner join int_customers_segmented
        on customers.customer_id = int_customers_segmented.customer_id

)

select * from customers_joined
