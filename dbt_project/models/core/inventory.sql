with

stg_inventory as (

    select * from {{ ref('stg_inventory') }}

),

counts_placed as (

    select
        product_id,
        store_id,
        shelf,
        counted_date,
        counted_at,
        quantity,
        source_name,
        row_number() over (
            partition by product_id, store_id, shelf
            order by
                counted_at desc nulls last,
                arrival desc nulls last,
                source_name asc nulls last
        ) = 1 as is_newest_count

    from stg_inventory

)

select * from counts_placed
