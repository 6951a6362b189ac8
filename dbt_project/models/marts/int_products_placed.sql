-- A product's place beside the others, and the group that says what to do about it.
with

int_products_paced as (

    select * from {{ ref('int_products_paced') }}

),

products_ranked as (

    select
        product_id,
        days_on_sale,
        latest_sale_date,
        days_since_sale,
        stock_quantity,
        cover_days,
        daily_quantity,
        rank() over (order by daily_quantity desc nulls last) as speed_rank,
        count(*) over () as product_count,
        row_number() over (
            partition by category
            order by
                shelf_value_amount desc nulls last,
                daily_quantity desc nulls last,
                product_id asc nulls last
        ) as shelf_rank,
        count(*) over (partition by category) as shelf_count

    from int_products_paced

),

products_classed as (

    select
        product_id,
        cast(shelf_rank as bigint) as shelf_rank,
        case
            when
                shelf_rank - 1
                < {{ segment_threshold('shelf_high_share') }} * shelf_count
                then 'high'
            when
                shelf_rank - 1
                < {{ segment_threshold('shelf_middle_share') }} * shelf_count
                then 'middle'
            else 'low'
        end as shelf_priority,
        coalesce(days_on_sale <= {{ segment_threshold('velocity_new_days') }}, false)
            as is_new,
        coalesce(
            days_since_sale >= {{ segment_threshold('velocity_dead_days') }}, false
        ) as is_unsold,
        latest_sale_date is null as is_never_sold,
        coalesce(stock_quantity = 0, false) as is_out_of_stock,
        coalesce(
            cover_days < {{ segment_threshold('velocity_reorder_days') }}, false
        ) as is_short,
        coalesce(
            cover_days > {{ segment_threshold('velocity_overstock_days') }}, false
        ) as is_overstocked,
        daily_quantity > 0
        and speed_rank - 1
        < {{ segment_threshold('velocity_fast_share') }} * product_count as is_fast,
        speed_rank - 1
        >= (1 - {{ segment_threshold('velocity_slow_share') }}) * product_count
            as is_slow

    from products_ranked

),

products_grouped as (

    select
        product_id,
        shelf_rank,
        case
            when is_never_sold and is_new then 'new'
            when is_never_sold then 'never_sold'
            when is_unsold and is_out_of_stock then 'ended'
            when is_unsold then 'dead_stock'
            when is_out_of_stock then 'sold_out'
            when is_short then 'reorder'
            when is_new then 'new'
            when is_overstocked then 'overstocked'
            when is_fast then 'fast'
            when is_slow then 'slow'
            else 'steady'
        end as product_group,
        case when is_unsold or is_never_sold then 'low' else shelf_priority end
            as shelf_priority

    from products_classed

),

products_placed as (

    select
        product_id,
        shelf_rank,
        product_group,
        case when product_group = 'new' then 'high' else shelf_priority end
            as shelf_priority

    from products_grouped

)

select * from products_placed
