-- A guest's return is no guest of its own: it belongs to the record of the one order
-- that all its lines take back, so that a refund is taken from who bought.
with

int_order_versions_chosen as (

    select * from {{ ref('int_order_versions_chosen') }}

),

int_line_versions_chosen as (

    select * from {{ ref('int_line_versions_chosen') }}

),

orders_with_records as (

    select
        orders.order_id,
        orders.source_order_id,
        case
            when orders.is_of_guest
                then coalesce(returned_orders.own_record_id, orders.own_record_id)
            else orders.own_record_id
        end as record_id,
        orders.member_number,
        orders.store_id,
        orders.source_name,
        orders.customer_name,
        orders.email,
        orders.phone,
        orders.country,
        orders.channel,
        orders.cashier,
        orders.status,
        orders.payment_status,
        orders.currency,
        orders.original_currency,
        orders.coupon_code,
        orders.recipient_name,
        orders.recipient_address,
        orders.arrival,
        orders.row_number,
        orders.gross_amount,
        orders.discount_amount,
        orders.tax_amount,
        orders.shipping_amount,
        orders.total_amount,
        orders.original_total_amount,
        orders.fx_rate,
        orders.order_date,
        orders.ordered_at,
        orders.updated_at

    from int_order_versions_chosen as orders

    left join int_line_versions_chosen as lines
        on orders.order_id = lines.order_id

    left join int_order_versions_chosen as returned_orders
        on
            lines.source_name = returned_orders.source_name
            and lines.returned_order_id = returned_orders.source_order_id

)

select * from orders_with_records {{ of_sample('order_id') }}
