-- The new products for each fan of their brand or category that they do not have yet;
-- who likes both hears of them first.
with

int_products_arrived as (

    select * from {{ ref('int_products_arrived') }}

),

int_tastes_bought as (

    select * from {{ ref('int_tastes_bought') }}

),

order_lines as (

    select * from {{ ref('order_lines') }}

),

matches as (

    select
        tastes.customer_id,
        arrived.product_id,
        tastes.taste_kind,
        tastes.purchase_count,
        tastes.latest_purchase_date

    from int_products_arrived as arrived

    inner join int_tastes_bought as tastes
        on
            (tastes.taste_kind = 'brand' and arrived.brand = tastes.taste)
            or (tastes.taste_kind = 'category' and arrived.category = tastes.taste)

),

matches_summed as (

    select
        customer_id,
        product_id,
        max(case when taste_kind = 'brand' then purchase_count end)
            as brand_purchase_count,
        max(case when taste_kind = 'category' then purchase_count end)
            as category_purchase_count,
        max(latest_purchase_date) as latest_purchase_date

    from matches

    group by 1, 2

),

already_bought as (

    select
        order_lines.customer_id,
        order_lines.product_id

    from order_lines

    inner join int_products_arrived
        on order_lines.product_id = int_products_arrived.product_id

    where
        order_lines.is_counted
        and order_lines.customer_id is not null

    group by 1, 2

),

arrivals_matched as (

    select
        matched.customer_id,
        matched.product_id,
        matched.brand_purchase_count,
        matched.category_purchase_count,
        matched.latest_purchase_date,
        cast(
            row_number() over (
                partition by matched.customer_id
                order by
                    case
                        when
                            matched.brand_purchase_count is not null
                            and matched.category_purchase_count is not null
                            then 1
                        when matched.brand_purchase_count is not null then 2
                        else 3
                    end asc nulls last,
                    coalesce(matched.brand_purchase_count, 0)
                    + coalesce(matched.category_purchase_count, 0) desc nulls last,
                    arrived.arrived_date desc nulls last,
                    matched.product_id asc nulls last
            ) as bigint
        ) as arrival_rank

    from matches_summed as matched

    inner join int_products_arrived as arrived
        on matched.product_id = arrived.product_id

    left join already_bought
        on
            matched.customer_id = already_bought.customer_id
            and matched.product_id = already_bought.product_id

    where already_bought.product_id is null

)

select * from arrivals_matched
