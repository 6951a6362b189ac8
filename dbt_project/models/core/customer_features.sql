with

customers as (

    select * from {{ ref('customers') }}

),

int_purchases_summed_to_customers as (

    select * from {{ ref('int_purchases_summed_to_customers') }}

),

int_orders_summed_to_customers as (

    select * from {{ ref('int_orders_summed_to_customers') }}

),

int_gaps_summed_to_customers as (

    select * from {{ ref('int_gaps_summed_to_customers') }}

),

int_weeks_ranked as (

    select * from {{ ref('int_weeks_ranked') }}

),

final as (

    select
        customers.customer_id,

        ---------- time
        purchased.first_purchase_date,
        purchased.second_purchase_date,
        purchased.latest_purchase_date,
        purchased.recency_days,
        purchased.tenure_days,
        purchased.average_gap_days,
        gaps.median_gap_days,

        ---------- purchases
        coalesce(purchased.purchase_count, 0) as purchase_count,
        coalesce(purchased.purchase_count_365d, 0) as purchase_count_365d,
        purchased.average_purchase_amount,

        ---------- all time
        cast(coalesce(ordered.order_count, 0) as bigint) as order_count,
        cast(coalesce(ordered.item_quantity, 0) as decimal(18, 4)) as item_quantity,
        cast(coalesce(ordered.net_revenue_amount, 0) as decimal(18, 2))
            as net_revenue_amount,
        cast(coalesce(ordered.returned_amount, 0) as decimal(18, 2)) as returned_amount,
        cast(coalesce(ordered.discount_amount, 0) as decimal(18, 2)) as discount_amount,
        {{ divide('ordered.sale_amount', 'ordered.order_count') }}
            as average_order_amount,
        ordered.margin_amount,
        {{ divide_to_share(
            'ordered.costed_amount',
            '(ordered.net_revenue_amount - ordered.returned_amount)'
        ) }} as costed_share,
        weeks.week_start_date as best_week_start_date,
        weeks.net_amount as best_week_amount,

        ---------- 30d
        cast(coalesce(ordered.order_count_30d, 0) as bigint) as order_count_30d,
        cast(coalesce(ordered.net_revenue_30d_amount, 0) as decimal(18, 2))
            as net_revenue_30d_amount,
        cast(coalesce(ordered.returned_30d_amount, 0) as decimal(18, 2))
            as returned_30d_amount,
        cast(coalesce(ordered.discount_30d_amount, 0) as decimal(18, 2))
            as discount_30d_amount,
        {{ divide(
            'ordered.sale_30d_amount', 'ordered.order_count_30d'
        ) }} as average_order_30d_amount,
        ordered.margin_30d_amount,

        ---------- 90d
        cast(coalesce(ordered.order_count_90d, 0) as bigint) as order_count_90d,
        cast(coalesce(ordered.net_revenue_90d_amount, 0) as decimal(18, 2))
            as net_revenue_90d_amount,
        cast(coalesce(ordered.returned_90d_amount, 0) as decimal(18, 2))
            as returned_90d_amount,
        cast(coalesce(ordered.discount_90d_amount, 0) as decimal(18, 2))
            as discount_90d_amount,
        {{ divide(
            'ordered.sale_90d_amount', 'ordered.order_count_90d'
        ) }} as average_order_90d_amount,
        ordered.margin_90d_amount,

        ---------- 365d
        cast(coalesce(ordered.order_count_365d, 0) as bigint) as order_count_365d,
        cast(coalesce(ordered.net_revenue_365d_amount, 0) as decimal(18, 2))
            as net_revenue_365d_amount,
        cast(coalesce(ordered.returned_365d_amount, 0) as decimal(18, 2))
            as returned_365d_amount,
        cast(coalesce(ordered.discount_365d_amount, 0) as decimal(18, 2))
            as discount_365d_amount,
        {{ divide(
            'ordered.sale_365d_amount', 'ordered.order_count_365d'
        ) }} as average_order_365d_amount,
        ordered.margin_365d_amount,

        ---------- previous 365d
        cast(coalesce(ordered.order_count_previous_365d, 0) as bigint)
            as order_count_previous_365d,
        cast(coalesce(ordered.net_revenue_previous_365d_amount, 0) as decimal(18, 2))
            as net_revenue_previous_365d_amount,
        cast(coalesce(ordered.returned_previous_365d_amount, 0) as decimal(18, 2))
            as returned_previous_365d_amount,
        cast(coalesce(ordered.discount_previous_365d_amount, 0) as decimal(18, 2))
            as discount_previous_365d_amount,
        {{ divide(
            'ordered.sale_previous_365d_amount', 'ordered.order_count_previous_365d'
        ) }} as average_order_previous_365d_amount,
        ordered.margin_previous_365d_amount

    from customers

    left join int_purchases_summed_to_customers as purchased
        on customers.customer_id = purchased.customer_id

    left join int_orders_summed_to_customers as ordered
        on customers.customer_id = ordered.customer_id

    left join int_gaps_summed_to_customers as gaps
        on customers.customer_id = gaps.customer_id

    left join int_weeks_ranked as weeks
        on customers.customer_id = weeks.customer_id

)

select * from final
