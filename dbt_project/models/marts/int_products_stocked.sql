-- What lies on the shelves by the newest counts, less what was sold since.
with

inventory as (

    select * from {{ ref('inventory') }}

),

order_lines as (

    select * from {{ ref('order_lines') }}

),

stores as (

    select * from {{ ref('stores') }}

),

newest_counts as (

    select
        inventory.product_id,
        inventory.counted_date,
        inventory.quantity,
        coalesce(stores.store_name, inventory.store_id) || coalesce(
            ': ' || inventory.shelf, ''
        ) as shelf

    from inventory

    left join stores
        on inventory.store_id = stores.store_id

    where
        inventory.is_newest_count
        and {{ days_between('inventory.counted_date', as_of_date()) }}
        <= {{ segment_threshold('velocity_count_days') }}

),

counts_summed_to_shelves as (

    select
        product_id,
        shelf,
        max(counted_date) as counted_date,
        sum(quantity) as quantity

    from newest_counts

    group by 1, 2

),

counts_summed as (

    select
        product_id,
        max(counted_date) as counted_date,
        cast(sum(quantity) as decimal(18, 4)) as counted_quantity,
        {{ joined_texts('shelf', '; ') }} as shelves

    from counts_summed_to_shelves

    group by 1

),

sold_since as (

    select
        counts_summed.product_id,
        cast(sum(order_lines.quantity) as decimal(18, 4)) as sold_quantity

    from counts_summed

    inner join order_lines
        on
            counts_summed.product_id = order_lines.product_id
            and counts_summed.counted_date < order_lines.order_date

    where order_lines.is_counted

    group by 1

),

products_stocked as (

    select
        counts_summed.product_id,
        counts_summed.counted_date,
        counts_summed.shelves,
        cast(
            greatest(
                counts_summed.counted_quantity - coalesce(sold_since.sold_quantity, 0),
                0
            ) as decimal(18, 4)
        ) as stock_quantity

    from counts_summed

    left join sold_since
        on counts_summed.product_id = sold_since.product_id

)

select * from products_stocked
