-- How many customers who bought one product came to another on a later day, soon
-- enough. Who has bought nearly everything says nothing.
with

int_products_owned as (

    select * from {{ ref('int_products_owned') }}

),

int_products_numbered as (

    select * from {{ ref('int_products_numbered') }}

),

common_products as (

    select product_number from int_products_numbered

    where buyer_count >= {{ segment_threshold('affinity_least_count') }}

),

telling_customers as (

    select customer_number from int_products_owned

    group by 1

    having
        count(*) > 1
        and count(*) <= {{ segment_threshold('affinity_most_products') }}

),

owned as (

    select
        int_products_owned.customer_number,
        int_products_owned.product_number,
        {{ days_between('int_products_owned.first_order_date', as_of_date()) }}
            as first_days_ago

    from int_products_owned

    inner join telling_customers
        on int_products_owned.customer_number = telling_customers.customer_number

    inner join common_products
        on int_products_owned.product_number = common_products.product_number

),

pairs_followed as (

    select
        earlier.product_number,
        later.product_number as later_product_number,
        cast(count(*) as bigint) as customer_count

    from owned as earlier

    inner join owned as later
        on
            earlier.customer_number = later.customer_number
            and earlier.first_days_ago > later.first_days_ago
            and earlier.first_days_ago - later.first_days_ago
            <= {{ segment_threshold('affinity_follow_days', 'bigint') }}

    group by 1, 2

    having count(*) >= {{ segment_threshold('affinity_least_count') }}

)

select * from pairs_followed
