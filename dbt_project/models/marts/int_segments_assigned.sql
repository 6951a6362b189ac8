-- Tonight's segment of each customer, a row for each mart that has them in one.
with

segments_assigned as (

    {{ union_segments({
        'rfm': ('int_buyers_named', 'rfm_segment'),
        'rfm_group': ('int_buyers_grouped', 'rfm_group'),
        'value_tiers': ('int_buyers_tiered', 'value_tier'),
        'value_tiers_365d': ('int_recent_buyers_tiered', 'value_tier_365d'),
        'value_potential': ('int_potentials_placed', 'value_potential'),
        'value_customers': ('int_customers_valued', 'value_role'),
        'lifecycle': ('int_customers_staged', 'lifecycle_stage'),
        'churn_watch': ('int_customers_watched', 'churn_group'),
        'demographics_age': ('int_customers_described', 'age_group'),
        'demographics_gender': ('int_customers_described', 'gender'),
        'demographics_occupation': ('int_customers_described', 'occupation'),
        'demographics_interest': ('int_customers_described', 'first_interest'),
        'demographics_area': ('int_customers_described', 'area'),
        'behaviour_channel': ('int_behaviour_divided', 'channel_segment'),
        'behaviour_time_of_day': ('int_behaviour_divided', 'time_of_day_segment'),
        'behaviour_time_of_week': ('int_behaviour_divided', 'time_of_week_segment'),
        'behaviour_category': ('int_behaviour_divided', 'category_segment'),
        'behaviour_brand': ('int_behaviour_divided', 'brand_segment'),
        'behaviour_price_level': ('int_behaviour_divided', 'price_level_segment'),
        'behaviour_discount': ('int_behaviour_divided', 'discount_segment'),
        'institutions': ('int_institutions_weighed', 'institution_kind'),
        'advocates': ('int_advocates_ranked', 'advocate_group'),
        'loyalty_engagement': ('int_members_engaged', 'loyalty_engagement'),
        'loyalty_tier': ('customer_loyalty', 'tier'),
        'service': ('int_customers_served', 'service_group'),
        'journey': ('int_journeys_placed', 'journey_step'),
    }) }}

)

select * from segments_assigned
