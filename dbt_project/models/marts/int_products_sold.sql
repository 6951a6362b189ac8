-- What sold of each product lately, before that, and at this time a year ago. Fees and
-- orders without lines are no products.
with

order_lines as (

    select * from {{ ref('order_lines') }}

),

orders as (

    select * from {{ ref('orders') }}

),

products as (

    select * from {{ ref('products') }}

),

int_products_listed as (

    select * from {{ ref('int_products_listed') }}

),

windows as (

    select
        cast({{ segment_threshold('velocity_days', 'bigint') }} as bigint)
            as velocity_days,
        cast({{ segment_threshold('velocity_season_days', 'bigint') }} as bigint)
            as season_days

),

lines_of_products as (

    select
        order_lines.product_id,
        order_lines.order_date,
        {{ days_between('order_lines.order_date', as_of_date()) }} as days_ago,
        cast(coalesce(order_lines.quantity, 0) as decimal(18, 4)) as quantity,
        order_lines.net_amount,
        order_lines.cost_amount,
        order_lines.net_amount >= 0 and orders.is_counted_sale as is_sale_line

    from order_lines

    inner join orders
        on order_lines.order_id = orders.order_id

    where
        order_lines.is_counted
        and not order_lines.is_unitemised
        and order_lines.product_id is not null

),

sales_summed as (

    select
        lines.product_id,
        min(case when lines.is_sale_line then lines.order_date end) as first_sale_date,
        max(case when lines.is_sale_line then lines.order_date end)
            as latest_sale_date,
        cast(
            sum(
                case
                    when lines.is_sale_line and lines.days_ago < windows.velocity_days
                        then lines.quantity
                    else 0
                end
            ) as decimal(18, 4)
        ) as sold_quantity,
        cast(
            sum(
                case
                    when
                        not lines.is_sale_line
                        and lines.days_ago < windows.velocity_days
                        then abs(lines.quantity)
                    else 0
                end
            ) as decimal(18, 4)
        ) as returned_quantity,
        cast(
            sum(
                case
                    when
                        lines.is_sale_line
                        and lines.days_ago >= windows.velocity_days
                        and lines.days_ago < 2 * windows.velocity_days
                        then lines.quantity
                    else 0
                end
            ) as decimal(18, 4)
        ) as sold_before_quantity,
        cast(
            sum(
                case
                    when lines.is_sale_line and lines.days_ago < 365
                        then lines.quantity
                    else 0
                end
            ) as decimal(18, 4)
        ) as sold_365d_quantity,
        cast(
            sum(
                case
                    when
                        lines.is_sale_line
                        and lines.days_ago < 365
                        and lines.days_ago >= 365 - windows.season_days
                        then lines.quantity
                    else 0
                end
            ) as decimal(18, 4)
        ) as sold_season_quantity,
        cast(
            sum(
                case
                    when lines.days_ago < windows.velocity_days then lines.net_amount
                    else 0
                end
            ) as decimal(18, 2)
        ) as net_revenue_amount,
        cast(
            sum(
                case
                    when
                        lines.days_ago < windows.velocity_days
                        and lines.cost_amount is not null
                        then lines.net_amount
                end
            ) as decimal(18, 2)
        ) as costed_amount,
        cast(
            sum(
                case
                    when lines.days_ago < windows.velocity_days
                        then lines.net_amount - lines.cost_amount
                end
            ) as decimal(18, 2)
        ) as margin_amount

    from lines_of_products as lines

    cross join windows

    group by 1

),

products_sold as (

    select
        products.product_id,
        products.product_name,
        products.category,
        products.brand,
        products.unit_cost,
        products.launched_date,
        sales.first_sale_date,
        sales.latest_sale_date,
        coalesce(sales.sold_quantity, 0) as sold_quantity,
        coalesce(sales.returned_quantity, 0) as returned_quantity,
        coalesce(sales.sold_before_quantity, 0) as sold_before_quantity,
        coalesce(sales.sold_365d_quantity, 0) as sold_365d_quantity,
        coalesce(sales.sold_season_quantity, 0) as sold_season_quantity,
        coalesce(sales.net_revenue_amount, 0) as net_revenue_amount,
        sales.costed_amount,
        sales.margin_amount,
        windows.velocity_days,
        windows.season_days,
        {{ days_between(
            'least(coalesce(products.launched_date, sales.first_sale_date),'
            ~ ' coalesce(sales.first_sale_date, products.launched_date))',
            as_of_date()
        ) }} + 1 as days_on_sale

    from products

    cross join windows

    left join sales_summed as sales
        on products.product_id = sales.product_id

    left join int_products_listed as listed
        on products.product_id = listed.product_id

    where
        not products.is_fee
        and (
            sales.first_sale_date is not null
            or (
                listed.product_id is not null
                and coalesce(products.launched_date <= {{ as_of_date() }}, true)
            )
        )

)

select * from products_sold
