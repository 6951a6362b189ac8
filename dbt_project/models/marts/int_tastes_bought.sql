-- On how many days each customer bought of a brand and of a category lately, of those
-- that have something new.
with

int_lines_of_customers as (

    select * from {{ ref('int_lines_of_customers') }}

),

int_products_arrived as (

    select * from {{ ref('int_products_arrived') }}

),

new_brands as (

    select brand from int_products_arrived

    where brand is not null

    group by 1

),

new_categories as (

    select category from int_products_arrived

    where category is not null

    group by 1

),

lines_of_tastes as (

    select
        lines.customer_id,
        'brand' as taste_kind,
        lines.brand as taste,
        lines.order_date

    from int_lines_of_customers as lines

    inner join new_brands
        on lines.brand = new_brands.brand

    where
        lines.is_sale_line
        and {{ days_between('lines.order_date', as_of_date()) }}
        < {{ segment_threshold('arrival_fan_days') }}

    union all

    select
        lines.customer_id,
        'category' as taste_kind,
        lines.category as taste,
        lines.order_date

    from int_lines_of_customers as lines

    inner join new_categories
        on lines.category = new_categories.category

    where
        lines.is_sale_line
        and {{ days_between('lines.order_date', as_of_date()) }}
        < {{ segment_threshold('arrival_fan_days') }}

),

tastes_bought as (

    select
        customer_id,
        taste_kind,
        taste,
        cast(count(distinct order_date) as bigint) as purchase_count,
        max(order_date) as latest_purchase_date

    from lines_of_tastes

    group by 1, 2, 3

    having
        count(distinct order_date) >= {{ segment_threshold('arrival_fan_purchases') }}

)

select * from tastes_bought
