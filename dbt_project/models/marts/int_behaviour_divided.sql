with

customer_behaviour as (

    select * from {{ ref('customer_behaviour') }}

),

behaviour_counted as (

    select
        customer_id,
        preferred_channel,
        preferred_channel_share,
        favourite_category,
        favourite_category_share,
        favourite_brand,
        favourite_brand_share,
        usual_price_level,
        usual_price_level_share,
        preferred_week_part,
        preferred_week_part_share,
        preferred_day_part,
        preferred_day_part_share,
        discounted_line_share,
        order_count,
        order_count >= {{ segment_threshold('behaviour_orders') }} as has_a_habit

    from customer_behaviour

),

behaviour_divided as (

    select
        customer_id,
        order_count,
        favourite_category_share,
        favourite_brand_share,
        discounted_line_share,
        case
            when preferred_channel is null then null
            when
                preferred_channel_share
                >= {{ segment_threshold('behaviour_main_share') }}
                then preferred_channel
            else 'mixed'
        end as channel_segment,
        case
            when not has_a_habit or preferred_day_part is null then null
            when
                preferred_day_part_share
                >= {{ segment_threshold('behaviour_main_share') }}
                then preferred_day_part
            else 'mixed'
        end as time_of_day_segment,
        case
            when not has_a_habit then null
            when
                preferred_week_part = 'weekend'
                and preferred_week_part_share
                >= {{ segment_threshold('behaviour_weekend_share') }}
                then 'weekend'
            when
                preferred_week_part = 'weekday'
                and preferred_week_part_share
                >= {{ segment_threshold('behaviour_weekday_share') }}
                then 'weekday'
            else 'mixed'
        end as time_of_week_segment,
        case
            when favourite_category is null then null
            when
                favourite_category_share
                >= {{ segment_threshold('behaviour_taste_share') }}
                then favourite_category
            else 'mixed'
        end as category_segment,
        case
            when favourite_brand is null then null
            when
                favourite_brand_share
                >= {{ segment_threshold('behaviour_taste_share') }}
                then favourite_brand
            else 'mixed'
        end as brand_segment,
        case
            when not has_a_habit or usual_price_level is null then null
            when
                usual_price_level_share
                >= {{ segment_threshold('behaviour_price_share') }}
                then usual_price_level
            else 'mixed'
        end as price_level_segment,
        case
            when not has_a_habit then null
            when
                discounted_line_share
                >= {{ segment_threshold('discount_seeker_share') }}
                then 'seeker'
            when
                discounted_line_share
                >= {{ segment_threshold('discount_taker_share') }}
                then 'taker'
            else 'full_price'
        end as discount_segment

    from behaviour_counted

)

select * from behaviour_divided
