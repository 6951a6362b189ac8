-- What sells, what lies, how long it lasts, and what to do about it.
with

int_products_paced as (

    select * from {{ ref('int_products_paced') }}

),

int_products_placed as (

    select * from {{ ref('int_products_placed') }}

),

product_actions as (

    select * from {{ ref('product_actions') }}

),

products_said as (

    select
        paced.product_id,
        case
            when paced.latest_sale_date is null then 'Never sold'
            when paced.sold_quantity = 0
                then
                    'Not sold in ' || {{ counted('paced.velocity_days', 'day') }}
                    || ', last ' || {{ days_ago('paced.days_since_sale') }}
            else
                'Sold ' || {{ plain_number_text('paced.sold_quantity') }} || ' in '
                || {{ counted(
                    'least(paced.velocity_days, paced.days_on_sale)', 'day'
                ) }}
                || ' (' || {{ plain_number_text('paced.sold_before_quantity') }}
                || ' in the ' || {{ whole_number_text('paced.velocity_days') }}
                || ' before)'
        end as sales_en,
        case
            when paced.latest_sale_date is null then '从未售出'
            when paced.sold_quantity = 0
                then
                    {{ counted_zh('paced.velocity_days', '天') }} || '内未售出，最近一次：'
                    || {{ days_ago_zh('paced.days_since_sale') }}
            else
                {{ counted_zh(
                    'least(paced.velocity_days, paced.days_on_sale)', '天'
                ) }}
                || '内售出 ' || {{ plain_number_text('paced.sold_quantity') }}
                || ' 件（此前 ' || {{ counted_zh('paced.velocity_days', '天') }} || '：'
                || {{ plain_number_text('paced.sold_before_quantity') }} || ' 件）'
        end as sales_zh,
        'margin ' || {{ percent_text('paced.margin_rate') }} as margin_en,
        '毛利率 ' || {{ percent_text('paced.margin_rate') }} as margin_zh,
        {{ plain_number_text('paced.stock_quantity') }} || ' in stock'
        || coalesce(
            ', enough for ' || {{ counted('paced.cover_days', 'day') }}, ''
        ) as stock_en,
        '库存 ' || {{ plain_number_text('paced.stock_quantity') }} || ' 件'
        || coalesce(
            '，可售 ' || {{ counted_zh('paced.cover_days', '天') }}, ''
        ) as stock_zh,
        case
            when
                paced.season_index >= {{ segment_threshold('velocity_season_high') }}
                then 'its season begins: '
            when paced.season_index <= {{ segment_threshold('velocity_season_low') }}
                then 'its season is over: '
        end
        || cast(paced.season_index as string)
        || ' times its year in these weeks a year ago' as season_en,
        case
            when
                paced.season_index >= {{ segment_threshold('velocity_season_high') }}
                then '旺季将至：'
            when paced.season_index <= {{ segment_threshold('velocity_season_low') }}
                then '淡季：'
        end
        || '去年同期为全年平均的 ' || cast(paced.season_index as string) || ' 倍'
            as season_zh,
        case
            when
                paced.season_index >= {{ segment_threshold('velocity_season_high') }}
                then 'begins'
            when paced.season_index <= {{ segment_threshold('velocity_season_low') }}
                then 'over'
            when paced.season_index is not null then 'even'
        end as season

    from int_products_paced as paced

),

products_told as (

    select
        paced.product_id,
        paced.product_name,
        paced.category,
        paced.brand,
        placed.product_group,
        actions.name_en as product_group_name_en,
        actions.name_zh as product_group_name_zh,
        actions.action_en,
        actions.action_zh,
        paced.launched_date,
        paced.first_sale_date,
        paced.latest_sale_date,
        paced.days_on_sale,
        paced.sold_quantity,
        paced.sold_before_quantity,
        paced.returned_quantity,
        paced.daily_quantity,
        paced.net_revenue_amount,
        paced.margin_amount,
        paced.margin_rate,
        paced.season_index,
        said.season,
        placed.shelf_rank,
        placed.shelf_priority,
        paced.shelves,
        paced.counted_date,
        paced.stock_quantity,
        paced.stock_cost_amount,
        paced.cover_days,
        {{ joined_parts(
            ['said.sales_en', 'said.margin_en', 'said.stock_en', 'said.season_en'],
            '; ', ''
        ) }} as reason,
        {{ joined_parts(
            ['said.sales_zh', 'said.margin_zh', 'said.stock_zh', 'said.season_zh'],
            '；', ''
        ) }} as reason_zh

    from int_products_paced as paced

    inner join int_products_placed as placed
        on paced.product_id = placed.product_id

    inner join products_said as said
        on paced.product_id = said.product_id

    left join product_actions as actions
        on placed.product_group = actions.product_group

)

select * from products_told
