-- The catalogue names a product; the newest line does where there is no catalogue.
with

int_products_listed as (

    select * from {{ ref('int_products_listed') }}

),

order_lines as (

    select * from {{ ref('order_lines') }}

),

int_fee_products_listed as (

    select * from {{ ref('int_fee_products_listed') }}

),

lines_summed_to_names as (

    select
        product_id,
        product_name,
        max(order_date) as latest_order_date

    from order_lines

    where product_id is not null

    group by 1, 2

),

sold_products as (

    select * from lines_summed_to_names

    qualify
        row_number() over (
            partition by product_id
            order by
                case when product_name is null then 1 else 0 end asc nulls last,
                latest_order_date desc nulls last,
                product_name asc nulls last
        ) = 1

),

fees as (

    select product_id from int_fee_products_listed

    group by 1

),

final as (

    select
        cast(coalesce(catalogue.product_id, sold_products.product_id) as string)
            as product_id,
        cast(coalesce(catalogue.product_name, sold_products.product_name) as string)
            as product_name,
        cast(catalogue.category as string) as category,
        cast(catalogue.brand as string) as brand,
        cast(catalogue.made_for_gender as string) as made_for_gender,
        catalogue.unit_cost,
        catalogue.list_price,
        catalogue.lasts_days,
        catalogue.launched_date,
        coalesce(catalogue.is_fee, false) or fees.product_id is not null as is_fee

    from int_products_listed as catalogue

    full outer join sold_products
        on catalogue.product_id = sold_products.product_id

    left join fees
        on coalesce(catalogue.product_id, sold_products.product_id) = fees.product_id

)

select * from final
