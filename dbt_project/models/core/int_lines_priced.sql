-- Cheap and dear are a third each of what is sold in a category, before discounts: a
-- pen is not cheap because desks are dear.
with

int_lines_of_customers as (

    select * from {{ ref('int_lines_of_customers') }}

),

price_lines as (

    select
        category,
        {{ quantile_of('full_price_amount', 0.333333) }} as low_price_amount,
        {{ quantile_of('full_price_amount', 0.666666) }} as high_price_amount

    from int_lines_of_customers

    where is_sale_line and full_price_amount is not null

    group by 1

),

lines_priced as (

    select
        lines.customer_id,
        lines.order_date,
        case
            when price_lines.low_price_amount = price_lines.high_price_amount
                then 'middle'
            when lines.full_price_amount <= price_lines.low_price_amount
                then 'budget'
            when lines.full_price_amount > price_lines.high_price_amount
                then 'premium'
            else 'middle'
        end as price_level

    from int_lines_of_customers as lines

    inner join price_lines
        on coalesce(lines.category, '') = coalesce(price_lines.category, '')

    where lines.is_sale_line and lines.full_price_amount is not null

)

select * from lines_priced
