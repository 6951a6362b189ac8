-- Whom to tell of which new product: buyers of its brand or category.
with

int_arrivals_matched as (

    select * from {{ ref('int_arrivals_matched') }}

),

int_products_arrived as (

    select * from {{ ref('int_products_arrived') }}

),

fans as (

    select
        matched.customer_id,
        matched.arrival_rank,
        arrived.product_id,
        arrived.product_name,
        arrived.category,
        arrived.brand,
        arrived.arrived_date,
        case
            when matched.brand_purchase_count is null then 'category'
            when matched.category_purchase_count is null then 'brand'
            else 'brand_and_category'
        end as fan_of,
        matched.brand_purchase_count,
        matched.category_purchase_count,
        matched.latest_purchase_date,
        {{ joined_parts(
            [
                "arrived.brand || ' on ' || "
                ~ counted('matched.brand_purchase_count', 'day'),
                "arrived.category || ' on ' || "
                ~ counted('matched.category_purchase_count', 'day'),
            ],
            ' and ', ''
        ) }} as tastes_en,
        {{ joined_parts(
            [
                "'「' || arrived.brand || '」' || "
                ~ counted_zh('matched.brand_purchase_count', '天'),
                "'「' || arrived.category || '」' || "
                ~ counted_zh('matched.category_purchase_count', '天'),
            ],
            '、', ''
        ) }} as tastes_zh

    from int_arrivals_matched as matched

    inner join int_products_arrived as arrived
        on matched.product_id = arrived.product_id

    where
        matched.arrival_rank <= {{ segment_threshold('arrival_most_products') }}

),

fans_told as (

    select
        customer_id,
        arrival_rank,
        product_id,
        product_name,
        category,
        brand,
        arrived_date,
        fan_of,
        brand_purchase_count,
        category_purchase_count,
        latest_purchase_date,
        'Bought ' || tastes_en || ' in '
        || {{ counted(segment_threshold('arrival_fan_days', 'bigint'), 'day') }}
        || ', the latest on ' || cast(latest_purchase_date as string)
        || '; new since ' || cast(arrived_date as string) || ': '
        || coalesce(product_name, product_id) as reason,
        {{ counted_zh(segment_threshold('arrival_fan_days', 'bigint'), '天') }}
        || '内购买' || tastes_zh
        || '，最近一次：' || cast(latest_purchase_date as string)
        || '；' || cast(arrived_date as string) || ' 起新品：'
        || coalesce(product_name, product_id) as reason_zh

    from fans

)

select * from fans_told
