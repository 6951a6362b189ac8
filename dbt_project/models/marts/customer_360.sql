with

customers as (

    select * from {{ ref('customers') }}

),

int_customers_measured as (

    select * from {{ ref('int_customers_measured') }}

),

int_customers_reached as (

    select * from {{ ref('int_customers_reached') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

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
        customers.name_source,
        customers.name_date,
        customers.gender,
        customers.gender_source,
        customers.gender_date,
        customers.birth_date,
        customers.birth_date_source,
        customers.birth_date_date,
        int_customers_measured.age_years,
        customers.member_number,
        customers.member_number_source,
        customers.member_number_date,
        customers.wechat_id,
        customers.wechat_id_source,
        customers.wechat_id_date,
        customers.occupation,
        customers.occupation_source,
        customers.occupation_date,
        customers.interests,
        customers.interests_source,
        customers.interests_date,
        customers.address,
        customers.city,
        customers.region,
        customers.postcode,
        customers.country,
        customers.address_source,
        customers.address_date,
        customers.household_id,
        customers.joined_date,
        customers.record_count,
        customers.link_confidence,

        ---------- reach
        customers.email,
        customers.email_source,
        customers.email_date,
        customers.phone,
        customers.phone_source,
        customers.phone_date,
        int_customers_reached.is_email_reachable,
        int_customers_reached.is_sms_reachable,
        int_customers_reached.email_consent,
        int_customers_reached.sms_consent,
        int_customers_reached.is_suppressed,

        ---------- value
        customer_features.order_count,
        customer_features.item_quantity,
        customer_features.net_revenue_amount,
        customer_features.margin_amount,
        customer_features.costed_share,
        customer_features.average_order_amount,
        customer_features.average_purchase_amount,
        customer_features.returned_amount,
        customer_features.discount_amount,
        customer_features.best_week_start_date,
        customer_features.best_week_amount,
        customer_features.purchase_count_365d,
        customer_features.order_count_30d,
        customer_features.net_revenue_30d_amount,
        customer_features.margin_30d_amount,
        customer_features.average_order_30d_amount,
        customer_features.returned_30d_amount,
        customer_features.discount_30d_amount,
        customer_features.order_count_90d,
        customer_features.net_revenue_90d_amount,
        customer_features.margin_90d_amount,
        customer_features.average_order_90d_amount,
        customer_features.returned_90d_amount,
        customer_features.discount_90d_amount,
        customer_features.order_count_365d,
        customer_features.net_revenue_365d_amount,
        customer_features.margin_365d_amount,
        customer_features.average_order_365d_amount,
        customer_features.returned_365d_amount,
        customer_features.discount_365d_amount,
        customer_features.order_count_previous_365d,
        customer_features.net_revenue_previous_365d_amount,
        customer_features.margin_previous_365d_amount,
        customer_features.average_order_previous_365d_amount,
        customer_features.returned_previous_365d_amount,
        customer_features.discount_previous_365d_amount,

        ---------- time
        customer_features.first_purchase_date,
        customer_features.second_purchase_date,
        customer_features.latest_purchase_date,
        customer_features.purchase_count,
        customer_features.recency_days,
        customer_features.tenure_days,
        customer_features.average_gap_days,
        customer_features.median_gap_days,
        int_customers_measured.first_to_second_purchase_days,
        int_customers_measured.is_buyer,
        int_customers_measured.is_one_time_buyer,
        int_customers_measured.is_early_repeat_buyer,
        int_customers_measured.has_returned,

        ---------- segments
        int_customers_segmented.lifecycle_stage,
        int_customers_segmented.lifecycle_since,
        int_customers_segmented.rhythm_days,
        int_customers_segmented.at_risk_after_days,
        int_customers_segmented.lifecycle_reason,
        int_customers_segmented.recency_score,
        int_customers_segmented.frequency_score,
        int_customers_segmented.monetary_score,
        int_customers_segmented.rfm_segment,
        int_customers_segmented.rfm_since,
        int_customers_segmented.rfm_reason,
        int_customers_segmented.value_tier,
        int_customers_segmented.value_tier_since,
        int_customers_segmented.value_tier_top_share,
        int_customers_segmented.value_rank,
        int_customers_segmented.cumulative_revenue_share,
        int_customers_segmented.is_in_top_80,
        int_customers_segmented.value_tier_reason,
        int_customers_segmented.churn_group,
        int_customers_segmented.churn_since,
        int_customers_segmented.at_stake_amount,
        int_customers_segmented.churn_reason,

        ---------- predictions
        cast(null as decimal(18, 6)) as expected_purchases_90d,
        cast(null as decimal(18, 2)) as expected_revenue_365d_amount,
        cast(null as decimal(18, 2)) as customer_lifetime_value_amount,
        cast(null as decimal(9, 6)) as no_purchase_90d_probability,
        cast(null as date) as next_order_date,
        'Nothing was predicted in this night' as prediction_reason

    from customers

    inner join int_customers_measured
        on customers.customer_id = int_customers_measured.customer_id

    inner join int_customers_reached
        on customers.customer_id = int_customers_reached.customer_id

    inner join customer_features
        on customers.customer_id = customer_features.customer_id

    inner join int_customers_segmented
        on customers.customer_id = int_customers_segmented.customer_id

)

select * from customers_joined
