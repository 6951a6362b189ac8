-- The segments beside value and life cycle, which have a history of their own each.
with

lifecycle as (

    select * from {{ ref('lifecycle') }}

),

behaviour as (

    select * from {{ ref('behaviour') }}

),

demographics as (

    select * from {{ ref('demographics') }}

),

loyalty as (

    select * from {{ ref('loyalty') }}

),

service as (

    select * from {{ ref('service') }}

),

journey as (

    select * from {{ ref('journey') }}

),

institutions as (

    select * from {{ ref('institutions') }}

),

advocates as (

    select * from {{ ref('advocates') }}

),

customers_divided as (

    select
        lifecycle.customer_id,

        behaviour.channel_segment as behaviour_channel,
        behaviour.channel_since as behaviour_channel_since,
        behaviour.time_of_day_segment as behaviour_time_of_day,
        behaviour.time_of_day_since as behaviour_time_of_day_since,
        behaviour.time_of_week_segment as behaviour_time_of_week,
        behaviour.time_of_week_since as behaviour_time_of_week_since,
        behaviour.category_segment as behaviour_category,
        behaviour.category_since as behaviour_category_since,
        behaviour.brand_segment as behaviour_brand,
        behaviour.brand_since as behaviour_brand_since,
        behaviour.price_level_segment as behaviour_price_level,
        behaviour.price_level_since as behaviour_price_level_since,
        behaviour.discount_segment as behaviour_discount,
        behaviour.discount_since as behaviour_discount_since,
        behaviour.reason as behaviour_reason,

        demographics.age as age_years,
        demographics.age_group,
        demographics.age_since as age_group_since,
        demographics.first_interest,
        demographics.interest_since,
        demographics.occupation_since,
        demographics.gender_since,
        demographics.area,
        demographics.area_since,

        loyalty.loyalty_engagement,
        loyalty.engagement_since as loyalty_engagement_since,
        loyalty.loyalty_tier,
        loyalty.tier_since as loyalty_tier_since,
        loyalty.reason as loyalty_reason,

        service.service_group,
        service.since as service_since,
        service.reason as service_reason,

        journey.journey_step,
        journey.since as journey_since,
        journey.reason as journey_reason,

        institutions.institution_kind,
        institutions.is_confirmed as is_confirmed_institution,
        institutions.since as institution_since,
        institutions.reason as institution_reason,

        advocates.advocate_group,
        advocates.since as advocate_since,
        advocates.reason as advocate_reason

    from lifecycle

    left join behaviour
        on lifecycle.customer_id = behaviour.customer_id

    left join demographics
        on lifecycle.customer_id = demographics.customer_id

    left join loyalty
        on lifecycle.customer_id = loyalty.customer_id

    left join service
        on lifecycle.customer_id = service.customer_id

    left join journey
        on lifecycle.customer_id = journey.customer_id

    left join institutions
        on lifecycle.customer_id = institutions.customer_id

    left join advocates
        on lifecycle.customer_id = advocates.customer_id

)

select * from customers_divided
