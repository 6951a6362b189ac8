-- Tonight's segment of each customer, a row for each mart that has them in one.
with

segments_assigned as (

    {{ union_segments({
        'rfm': ('int_buyers_named', 'rfm_segment'),
        'value_tiers': ('int_buyers_tiered', 'value_tier'),
        'lifecycle': ('int_customers_staged', 'lifecycle_stage'),
        'churn_watch': ('int_customers_watched', 'churn_group'),
        'loyalty_engagement': ('int_members_engaged', 'loyalty_engagement'),
        'loyalty_tier': ('customer_loyalty', 'tier'),
        'service': ('int_customers_served', 'service_group'),
        'journey': ('int_journeys_placed', 'journey_step'),
    }) }}

)

select * from segments_assigned
