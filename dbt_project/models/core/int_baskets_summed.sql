with

int_lines_of_customers as (

    select * from {{ ref('int_lines_of_customers') }}

),

baskets as (

    select
        customer_id,
        cast(count(distinct order_id) as bigint) as order_count,
        cast(count(*) as bigint) as line_count,
        cast(sum(quantity) as decimal(18, 4)) as item_quantity,
        cast(sum(discount_amount) as decimal(18, 2)) as discount_amount,
        cast(sum(net_amount + discount_amount) as decimal(18, 2)) as full_amount,
        cast(
            sum(case when discount_amount > 0 then 1 else 0 end) as bigint
        ) as discounted_line_count

    from int_lines_of_customers

    where is_sale_line

    group by 1

)

select * from baskets
