-- Each purchase of the journey's window and of the window before it: the how manieth it
-- is, how many different products were kept of it that day, and in which window it is.
with

purchases as (

    select * from {{ ref('purchases') }}

),

order_lines as (

    select * from {{ ref('order_lines') }}

),

purchases_numbered as (

    select
        customer_id,
        purchase_date,
        {{ days_between('purchase_date', as_of_date()) }} as days_ago,
        row_number() over (
            partition by customer_id
            order by purchase_date asc nulls last
        ) as purchase_number

    from purchases

),

products_kept as (

    select
        customer_id,
        order_date,
        product_id

    from order_lines

    where
        customer_id is not null
        and {{ days_between('order_date', as_of_date()) }}
        < {{ segment_threshold('journey_days') }}

    group by 1, 2, 3

    having sum(net_amount) > 0

),

products_counted as (

    select
        customer_id,
        order_date,
        cast(count(*) as bigint) as product_count

    from products_kept

    group by 1, 2

),

purchases_placed as (

    select
        numbered.customer_id,
        numbered.purchase_date,
        cast(numbered.purchase_number as bigint) as purchase_number,
        cast(coalesce(products_counted.product_count, 0) as bigint) as product_count,
        numbered.days_ago < {{ segment_threshold('journey_days') }} as is_in_window

    from purchases_numbered as numbered

    left join products_counted
        on
            numbered.customer_id = products_counted.customer_id
            and numbered.purchase_date = products_counted.order_date

    where numbered.days_ago < 2 * {{ segment_threshold('journey_days') }}

)

select * from purchases_placed
