with

int_behaviour_divided as (

    select * from {{ ref('int_behaviour_divided') }}

),

behaviour_phrases as (

    select * from {{ ref('behaviour_phrases') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

since_dates as (

    select
        customer_id,
        {{ pivot_since('behaviour', [
            'channel', 'time_of_day', 'time_of_week', 'category', 'brand',
            'price_level', 'discount'
        ]) }}

    from int_segments_dated

    group by 1

),

behaviour_told as (

    select
        divided.customer_id,
        divided.channel_segment,
        divided.time_of_day_segment,
        divided.time_of_week_segment,
        divided.category_segment,
        divided.brand_segment,
        divided.price_level_segment,
        divided.discount_segment,
        {{ joined_parts([
            "case divided.channel_segment when 'mixed' then 'buys by several channels'"
                ~ " else 'buys by ' || divided.channel_segment end",
            'time_of_day_phrases.phrase_en',
            'time_of_week_phrases.phrase_en',
            "case divided.category_segment when 'mixed' then 'from many categories'"
                ~ " else 'mostly ' || divided.category_segment || ' (' || "
                ~ percent_text('divided.favourite_category_share')
                ~ " || ' of what they keep)' end",
            "case divided.brand_segment when 'mixed' then 'of many brands'"
                ~ " else 'mostly of ' || divided.brand_segment || ' (' || "
                ~ percent_text('divided.favourite_brand_share') ~ " || ')' end",
            'price_level_phrases.phrase_en',
            'discount_phrases.phrase_en',
        ], ', ', 'Has not bought yet') }} as reason,
        {{ joined_parts([
            "case divided.channel_segment when 'mixed' then '多渠道购买'"
                ~ " else '渠道：' || divided.channel_segment end",
            'time_of_day_phrases.phrase_zh',
            'time_of_week_phrases.phrase_zh',
            "case divided.category_segment when 'mixed' then '品类分散'"
                ~ " else '主要品类：' || divided.category_segment || '（' || "
                ~ percent_text('divided.favourite_category_share') ~ " || '）' end",
            "case divided.brand_segment when 'mixed' then '品牌分散'"
                ~ " else '主要品牌：' || divided.brand_segment || '（' || "
                ~ percent_text('divided.favourite_brand_share') ~ " || '）' end",
            'price_level_phrases.phrase_zh',
            'discount_phrases.phrase_zh',
        ], '，', '尚未购买') }} as reason_zh,
        since_dates.channel_since,
        since_dates.time_of_day_since,
        since_dates.time_of_week_since,
        since_dates.category_since,
        since_dates.brand_since,
        since_dates.price_level_since,
        since_dates.discount_since

    from int_behaviour_divided as divided

    left join behaviour_phrases as time_of_day_phrases
        on
            time_of_day_phrases.division = 'time_of_day'
            and divided.time_of_day_segment = time_of_day_phrases.segment

    left join behaviour_phrases as time_of_week_phrases
        on
            time_of_week_phrases.division = 'time_of_week'
            and divided.time_of_week_segment = time_of_week_phrases.segment

    left join behaviour_phrases as price_level_phrases
        on
            price_level_phrases.division = 'price_level'
            and divided.price_level_segment = price_level_phrases.segment

    left join behaviour_phrases as discount_phrases
        on
            discount_phrases.division = 'discount'
            and divided.discount_segment = discount_phrases.segment

    left join since_dates
        on divided.customer_id = since_dates.customer_id

)

select * from behaviour_told
