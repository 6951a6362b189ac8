-- How fast a product goes, how long its stock lasts at that pace, and its season.
with

int_products_sold as (

    select * from {{ ref('int_products_sold') }}

),

int_products_stocked as (

    select * from {{ ref('int_products_stocked') }}

),

shop_margins as (

    select
        {{ divide('sum(margin_amount)', 'sum(costed_amount)', 18, 6) }} as margin_rate

    from int_products_sold

),

products_measured as (

    select
        sold.product_id,
        sold.product_name,
        sold.category,
        sold.brand,
        sold.launched_date,
        sold.first_sale_date,
        sold.latest_sale_date,
        sold.days_on_sale,
        sold.velocity_days,
        sold.sold_quantity,
        sold.returned_quantity,
        sold.sold_before_quantity,
        sold.net_revenue_amount,
        sold.margin_amount,
        {{ divide('sold.margin_amount', 'sold.costed_amount', 18, 6) }} as margin_rate,
        {{ divide(
            'sold.sold_quantity',
            'least(sold.days_on_sale, sold.velocity_days)', 18, 4
        ) }} as daily_quantity,
        {{ divide(
            'coalesce('
            ~ 'sold.margin_amount,'
            ~ ' sold.net_revenue_amount * coalesce(shop_margins.margin_rate, 1)'
            ~ ')',
            'least(sold.days_on_sale, sold.velocity_days)', 18, 4
        ) }} as daily_value_amount,
        case
            when
                sold.days_on_sale >= 365
                and sold.sold_365d_quantity
                >= {{ segment_threshold('velocity_season_quantity') }}
                then {{ divide(
                    '365 * sold.sold_season_quantity',
                    'sold.season_days * sold.sold_365d_quantity', 18, 2
                ) }}
        end as season_index,
        stocked.stock_quantity,
        stocked.counted_date,
        stocked.shelves,
        cast(stocked.stock_quantity * sold.unit_cost as decimal(18, 2))
            as stock_cost_amount

    from int_products_sold as sold

    cross join shop_margins

    left join int_products_stocked as stocked
        on sold.product_id = stocked.product_id

),

-- On the shelf the season that comes weighs as much as the pace.
products_paced as (

    select
        product_id,
        product_name,
        category,
        brand,
        launched_date,
        first_sale_date,
        latest_sale_date,
        {{ days_between('latest_sale_date', as_of_date()) }} as days_since_sale,
        days_on_sale,
        velocity_days,
        sold_quantity,
        returned_quantity,
        sold_before_quantity,
        net_revenue_amount,
        margin_amount,
        margin_rate,
        daily_quantity,
        cast(daily_value_amount * coalesce(season_index, 1) as decimal(18, 4))
            as shelf_value_amount,
        season_index,
        stock_quantity,
        counted_date,
        shelves,
        stock_cost_amount,
        cast(
            {{ divide('stock_quantity', 'daily_quantity', 18, 0) }} as bigint
        ) as cover_days

    from products_measured

)

select * from products_paced
