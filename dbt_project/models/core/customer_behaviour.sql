-- Channel, store and time by orders: where somebody goes is a habit. Category and
-- brand by net revenue: what they care for is what they spend on.
with

customers as (

    select * from {{ ref('customers') }}

),

int_preferences_summed as (

    select * from {{ ref('int_preferences_summed') }}

),

int_preferences_chosen as (

    select * from {{ ref('int_preferences_chosen') }}

),

int_baskets_summed as (

    select * from {{ ref('int_baskets_summed') }}

),

int_entry_points as (

    select * from {{ ref('int_entry_points') }}

),

channels_listed as (

    select
        customer_id,
        {{ joined_texts('value') }} as channels

    from int_preferences_summed

    where kind = 'channel' and value is not null

    group by 1

),

preferences_pivoted as (

    select
        customer_id,
        {{ pivot_preferences() }}

    from int_preferences_chosen

    group by 1

),

final as (

    select
        customers.customer_id,
        cast(channels_listed.channels as string) as channels,
        cast(coalesce(chosen.channel_count, 0) as bigint) as channel_count,
        chosen.channel as preferred_channel,
        chosen.channel_share as preferred_channel_share,
        cast(coalesce(chosen.store_count, 0) as bigint) as store_count,
        chosen.store as preferred_store_id,
        cast(coalesce(chosen.category_count, 0) as bigint) as category_count,
        chosen.category as favourite_category,
        chosen.category_share as favourite_category_share,
        cast(coalesce(chosen.brand_count, 0) as bigint) as brand_count,
        chosen.brand as favourite_brand,
        chosen.brand_share as favourite_brand_share,
        chosen.size as usual_size,
        chosen.variant as usual_variant,
        chosen.color as usual_color,
        chosen.price_level as usual_price_level,
        chosen.price_level_share as usual_price_level_share,
        cast(coalesce(baskets.order_count, 0) as bigint) as order_count,
        {{ divide('baskets.item_quantity', 'baskets.order_count') }}
            as items_per_order,
        {{ divide('baskets.line_count', 'baskets.order_count') }} as lines_per_order,
        {{ divide_to_share('baskets.discount_amount', 'baskets.full_amount') }}
            as discount_share,
        {{ divide_to_share('baskets.discounted_line_count', 'baskets.line_count') }}
            as discounted_line_share,
        cast(chosen.weekday as bigint) as preferred_weekday,
        cast(chosen.hour as bigint) as preferred_hour,
        chosen.week_part as preferred_week_part,
        chosen.week_part_share as preferred_week_part_share,
        chosen.day_part as preferred_day_part,
        chosen.day_part_share as preferred_day_part_share,
        entry_points.first_source_name,
        entry_points.first_channel,
        entry_points.first_store_id,
        entry_points.latest_source_name,
        entry_points.latest_channel,
        entry_points.latest_store_id

    from customers

    left join channels_listed
        on customers.customer_id = channels_listed.customer_id

    left join preferences_pivoted as chosen
        on customers.customer_id = chosen.customer_id

    left join int_baskets_summed as baskets
        on customers.customer_id = baskets.customer_id

    left join int_entry_points as entry_points
        on customers.customer_id = entry_points.customer_id

)

select * from final
