with

int_lines_of_customers as (

    select * from {{ ref('int_lines_of_customers') }}

),

lines_summed_to_categories as (

    select
        customer_id,
        coalesce(category, 'unknown') as category,
        cast(sum(net_amount) as decimal(18, 2)) as net_revenue_amount,
        cast(
            count(distinct case when is_sale_line then order_id end) as bigint
        ) as order_count,
        cast(sum(quantity) as decimal(18, 4)) as item_quantity,
        max(case when is_sale_line then order_date end) as latest_order_date

    from int_lines_of_customers

    group by 1, 2

),

categories_with_totals as (

    select
        customer_id,
        category,
        net_revenue_amount,
        order_count,
        item_quantity,
        latest_order_date,
        greatest(net_revenue_amount, 0) as kept_amount,
        sum(greatest(net_revenue_amount, 0)) over (partition by customer_id)
            as customer_kept_amount

    from lines_summed_to_categories

),

final as (

    select
        cast(customer_id as string) as customer_id,
        cast(category as string) as category,
        net_revenue_amount,
        order_count,
        item_quantity,
        latest_order_date,
        {{ divide_to_share('kept_amount', 'customer_kept_amount') }} as wallet_share

    from categories_with_totals

)

select * from final
