with

customers as (

    select * from {{ ref('customers') }}

),

int_customers_divided as (

    select * from {{ ref('int_customers_divided') }}

),

customer_referrals as (

    select * from {{ ref('customer_referrals') }}

),

customer_reach as (

    select * from {{ ref('customer_reach') }}

),

int_customers_measured as (

    select * from {{ ref('int_customers_measured') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

customer_behaviour as (

    select * from {{ ref('customer_behaviour') }}

),

customer_loyalty as (

    select * from {{ ref('customer_loyalty') }}

),

customer_voice as (

    select * from {{ ref('customer_voice') }}

),

int_customers_segmented as (

    select * from {{ ref('int_customers_segmented') }}

),

customer_flags as (

    select * from {{ ref('customer_flags') }}

),

int_customers_predicted as (

    select * from {{ ref('int_customers_predicted') }}

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
        int_customers_divided.age_years,
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
        customer_referrals.referred_by_customer_id,

        ---------- reach
        customers.email,
        customers.email_source,
        customers.email_date,
        customers.phone,
        customers.phone_source,
        customers.phone_date,
        customer_reach.is_email_reachable,
        customer_reach.is_sms_reachable,
        customer_reach.is_wechat_reachable,
        customer_reach.is_post_reachable,
        customer_reach.email_consent,
        customer_reach.sms_consent,
        customer_reach.wechat_consent,
        customer_reach.post_consent,
        customer_reach.preferred_contact_channel,
        customer_reach.preferred_contact_weekday,
        customer_reach.preferred_contact_hour,
        customer_reach.message_count_365d,
        customer_reach.opened_count_365d,
        customer_reach.clicked_count_365d,
        customer_reach.redeemed_count_365d,
        customer_reach.latest_answer_date,
        customer_reach.latest_unsubscribed_date,
        int_customers_measured.is_suppressed,

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
        customer_referrals.direct_referral_count,
        customer_referrals.indirect_referral_count,
        customer_referrals.referred_buyer_count,
        customer_referrals.direct_referral_revenue_amount,
        customer_referrals.indirect_referral_revenue_amount,
        customer_referrals.referral_chain_depth,

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

        ---------- behaviour
        customer_behaviour.channels,
        customer_behaviour.channel_count,
        customer_behaviour.preferred_channel,
        customer_behaviour.preferred_channel_share,
        customer_behaviour.store_count,
        customer_behaviour.preferred_store_id,
        customer_behaviour.category_count,
        customer_behaviour.favourite_category,
        customer_behaviour.favourite_category_share,
        customer_behaviour.brand_count,
        customer_behaviour.favourite_brand,
        customer_behaviour.favourite_brand_share,
        customer_behaviour.usual_size,
        customer_behaviour.usual_variant,
        customer_behaviour.usual_color,
        customer_behaviour.usual_price_level,
        customer_behaviour.usual_price_level_share,
        customer_behaviour.items_per_order,
        customer_behaviour.lines_per_order,
        customer_behaviour.discount_share,
        customer_behaviour.discounted_line_share,
        customer_behaviour.preferred_weekday,
        customer_behaviour.preferred_hour,
        customer_behaviour.preferred_week_part,
        customer_behaviour.preferred_week_part_share,
        customer_behaviour.preferred_day_part,
        customer_behaviour.preferred_day_part_share,
        customer_behaviour.first_source_name,
        customer_behaviour.first_channel,
        customer_behaviour.first_store_id,
        customer_behaviour.latest_source_name,
        customer_behaviour.latest_channel,
        customer_behaviour.latest_store_id,

        ---------- loyalty
        customer_loyalty.is_member,
        customer_loyalty.loyalty_event_count,
        customer_loyalty.first_loyalty_date,
        customer_loyalty.latest_loyalty_date,
        customer_loyalty.latest_loyalty_kind,
        customer_loyalty.latest_loyalty_use_date,
        customer_loyalty.points_balance,
        customer_loyalty.points_earned,
        customer_loyalty.points_redeemed,
        customer_loyalty.points_expired,
        customer_loyalty.points_adjusted,
        customer_loyalty.points_expiring,
        customer_loyalty.points_expiring_date,
        customer_loyalty.points_overdue,
        customer_loyalty.latest_earn_date,
        customer_loyalty.redemption_count,
        customer_loyalty.latest_redemption_date,
        customer_loyalty.tier,
        customer_loyalty.tier_since_date,
        customer_loyalty.next_tier,
        customer_loyalty.spend_to_next_tier_amount,
        customer_loyalty.stored_value_balance_amount,
        customer_loyalty.stored_value_topped_up_amount,
        customer_loyalty.stored_value_spent_amount,

        ---------- voice
        customer_voice.feedback_count,
        customer_voice.survey_answer_count,
        customer_voice.latest_voice_date,
        customer_voice.score_count,
        customer_voice.latest_score_kind,
        customer_voice.latest_score,
        customer_voice.latest_score_out_of,
        customer_voice.latest_score_share,
        customer_voice.latest_score_date,
        customer_voice.latest_nps_share,
        customer_voice.latest_nps_date,
        customer_voice.latest_csat_share,
        customer_voice.latest_csat_date,
        customer_voice.latest_review_share,
        customer_voice.latest_review_date,
        customer_voice.review_count,
        customer_voice.complaint_count,
        customer_voice.latest_complaint_date,
        customer_voice.open_complaint_count,
        customer_voice.open_complaint_since_date,
        customer_voice.open_complaint_topic,
        customer_voice.latest_complaint_resolved_date,
        customer_voice.latest_survey_answer_date,
        customer_voice.is_survey_due,
        customer_voice.survey_due_date,

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
        int_customers_segmented.rfm_group,
        int_customers_segmented.rfm_group_since,
        int_customers_segmented.value_tier,
        int_customers_segmented.value_tier_since,
        int_customers_segmented.value_tier_top_share,
        int_customers_segmented.value_rank,
        int_customers_segmented.cumulative_revenue_share,
        int_customers_segmented.is_in_top_80,
        int_customers_segmented.value_tier_reason,
        int_customers_segmented.value_tier_365d,
        int_customers_segmented.value_tier_365d_since,
        int_customers_segmented.expected_value_tier,
        int_customers_segmented.value_potential,
        int_customers_segmented.value_potential_since,
        int_customers_segmented.value_potential_reason,
        int_customers_segmented.value_potential_action_en,
        int_customers_segmented.value_potential_action_zh,
        int_customers_segmented.value_role,
        int_customers_segmented.value_role_since,
        int_customers_segmented.value_role_reason,
        int_customers_segmented.churn_group,
        int_customers_segmented.churn_since,
        int_customers_segmented.at_stake_amount,
        int_customers_segmented.churn_reason,
        int_customers_segmented.churn_action_en,
        int_customers_segmented.churn_action_zh,
        int_customers_divided.behaviour_channel,
        int_customers_divided.behaviour_channel_since,
        int_customers_divided.behaviour_time_of_day,
        int_customers_divided.behaviour_time_of_day_since,
        int_customers_divided.behaviour_time_of_week,
        int_customers_divided.behaviour_time_of_week_since,
        int_customers_divided.behaviour_category,
        int_customers_divided.behaviour_category_since,
        int_customers_divided.behaviour_brand,
        int_customers_divided.behaviour_brand_since,
        int_customers_divided.behaviour_price_level,
        int_customers_divided.behaviour_price_level_since,
        int_customers_divided.behaviour_discount,
        int_customers_divided.behaviour_discount_since,
        int_customers_divided.behaviour_reason,
        int_customers_divided.age_group,
        int_customers_divided.age_group_since,
        int_customers_divided.first_interest,
        int_customers_divided.interest_since,
        int_customers_divided.occupation_since,
        int_customers_divided.gender_since,
        int_customers_divided.area,
        int_customers_divided.area_since,
        int_customers_divided.loyalty_engagement,
        int_customers_divided.loyalty_engagement_since,
        int_customers_divided.loyalty_tier,
        int_customers_divided.loyalty_tier_since,
        int_customers_divided.loyalty_reason,
        int_customers_divided.service_group,
        int_customers_divided.service_since,
        int_customers_divided.service_reason,
        int_customers_divided.journey_step,
        int_customers_divided.journey_since,
        int_customers_divided.journey_reason,
        int_customers_divided.institution_kind,
        int_customers_divided.is_confirmed_institution,
        int_customers_divided.institution_since,
        int_customers_divided.institution_reason,
        int_customers_divided.advocate_group,
        int_customers_divided.advocate_since,
        int_customers_divided.advocate_reason,

        ---------- flags
        customer_flags.is_business,
        customer_flags.is_institution,
        customer_flags.is_bulk_buyer,
        customer_flags.is_reseller,
        customer_flags.is_employee,
        customer_flags.is_test_account,
        customer_flags.is_outlier,
        customer_flags.is_gift_giver,
        customer_flags.gift_order_count,
        customer_flags.is_advocate,

        ---------- predictions
        int_customers_predicted.expected_purchases_90d,
        int_customers_predicted.expected_purchases_365d,
        int_customers_predicted.expected_revenue_90d_amount,
        int_customers_predicted.expected_revenue_365d_amount,
        int_customers_predicted.customer_lifetime_value_amount,
        int_customers_predicted.prediction_reason,
        int_customers_predicted.no_purchase_90d_probability,
        int_customers_predicted.no_purchase_reason,
        int_customers_predicted.no_purchase_reason_zh,
        int_customers_predicted.next_order_date,
        int_customers_predicted.next_order_earliest_date,
        int_customers_predicted.next_order_latest_date,
        int_customers_predicted.next_order_reason,
        int_customers_predicted.next_order_weekday,
        int_customers_predicted.next_order_hour,
        int_customers_predicted.next_order_channel

    from customers

    inner join int_customers_divided
        on customers.customer_id = int_customers_divided.customer_id

    inner join customer_referrals
        on customers.customer_id = customer_referrals.customer_id

    inner join customer_reach
        on customers.customer_id = customer_reach.customer_id

    inner join int_customers_measured
        on customers.customer_id = int_customers_measured.customer_id

    inner join customer_features
        on customers.customer_id = customer_features.customer_id

    inner join customer_behaviour
        on customers.customer_id = customer_behaviour.customer_id

    inner join customer_loyalty
        on customers.customer_id = customer_loyalty.customer_id

    inner join customer_voice
        on customers.customer_id = customer_voice.customer_id

    inner join int_customers_segmented
        on customers.customer_id = int_customers_segmented.customer_id

    inner join customer_flags
        on customers.customer_id = customer_flags.customer_id

    inner join int_customers_predicted
        on customers.customer_id = int_customers_predicted.customer_id

)

select * from customers_joined
