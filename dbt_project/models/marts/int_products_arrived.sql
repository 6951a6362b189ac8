-- What is new: by the catalogue's date, else by the first sale. In a shop's own first
-- weeks everything sells for the first time, so that only the catalogue says it there.
with

int_products_sold as (

    select * from {{ ref('int_products_sold') }}

),

shop_starts as (

    select min(first_sale_date) as first_sale_date from int_products_sold

),

products_dated as (

    select
        sold.product_id,
        sold.product_name,
        sold.category,
        sold.brand,
        coalesce(
            sold.launched_date,
            case
                when
                    {{ days_between(
                        'shop_starts.first_sale_date', 'sold.first_sale_date'
                    ) }} >= {{ segment_threshold('arrival_days') }}
                    then sold.first_sale_date
            end
        ) as arrived_date

    from int_products_sold as sold

    cross join shop_starts

),

products_arrived as (

    select
        product_id,
        product_name,
        category,
        brand,
        arrived_date

    from products_dated

    where
        {{ days_between('arrived_date', as_of_date()) }}
        < {{ segment_threshold('arrival_days') }}
        and arrived_date <= {{ as_of_date() }}

)

select * from products_arrived
