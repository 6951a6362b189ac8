with

customers as (

    select * from {{ ref('customers') }}

),

int_purchases_summed_to_customers as (

    select * from {{ ref('int_purchases_summed_to_customers') }}

),

orders as (

    select * from {{ ref('orders') }}

),

orders_summed_to_customers as (

    select
        customer_id,
        sum(case when is_counted_sale then 1 else 0 end) as order_count,
        sum(item_quantity) as item_quantity,
        sum(net_amount) as net_revenue_amount,
        sum(returned_amount) as returned_amount,
        sum(
            case
                when {{ days_between('order_date', as_of_date()) }} < 365
                    then net_amount
                else 0
            end
        ) as net_revenue_365d_amount

    from orders

    where customer_id is not null

    group by 1

),

final as (

    select
        customers.customer_id,
        purchased.first_purchase_date,
        purchased.second_purchase_date,
        purchased.latest_purchase_date,
        coalesce(purchased.purchase_count, 0) as purchase_count,
        coalesce(purchased.purchase_count_365d, 0) as purchase_count_365d,
        cast(coalesce(ordered.order_count, 0) as bigint) as order_count,
        cast(coalesce(ordered.item_quantity, 0) as decimal(18, 4)) as item_quantity,
        cast(coalesce(ordered.net_revenue_amount, 0) as decimal(18, 2))
            as net_revenue_amount,
        cast(coalesce(ordered.net_revenue_365d_amount, 0) as decimal(18, 2))
            as net_revenue_365d_amount,
        cast(coalesce(ordered.returned_amount, 0) as decimal(18, 2))
            as returned_amount,
        purchased.recency_days,
        purchased.tenure_days,
        purchased.average_purchase_amount,
        purchased.average_gap_days

    from customers

    left join int_purchases_summed_to_customers as purchased
        on customers.customer_id = purchased.customer_id

    left join orders_summed_to_customers as ordered
        on customers.customer_id = ordered.customer_id

)

select * from final
