-- A guest's return is no guest of its own: it belongs to the record of the one order
-- that all its lines take back, so that a refund is taken from who bought.
with

source as (

    select * from {{ source('landing', 'orders') }}

),

source_lines as (

    select * from {{ source('landing', 'order_lines') }}

),

renamed as (

    select
        ---------- ids
        source_name || ':' || order_id as order_id,
        order_id as source_order_id,
        case
            when customer_id is not null then source_name || ':' || customer_id
            when coalesce(member_number, customer_name, email, phone) is not null
                then source_name || ':order:' || order_id
        end as own_record_id,
        customer_id is null as is_of_guest,
        member_number,
        store_id,

        ---------- strings
        source_name,
        customer_name,
        email,
        phone,
        country,
        channel,
        status,
        payment_status,
        coalesce(currency, {{ shop_currency() }}) as currency,
        coupon_code,
        recipient_name,
        recipient_address,

        ---------- numerics
        cast(arrival as bigint) as arrival,
        cast(gross_amount as decimal(18, 2)) as gross_amount,
        cast(discount_amount as decimal(18, 2)) as discount_amount,
        cast(tax_amount as decimal(18, 2)) as tax_amount,
        cast(shipping_amount as decimal(18, 2)) as shipping_amount,
        cast(total_amount as decimal(18, 2)) as total_amount,

        ---------- dates
        ordered_date as order_date,

        ---------- timestamps
        cast(ordered_at as timestamp) as ordered_at,
        cast(updated_at as timestamp) as updated_at

    from source

    where ordered_date <= {{ as_of_date() }}

    qualify
        row_number() over (
            partition by source_name, order_id
            order by {{ newest_version_first() }}
        ) = 1

),

returns as (

    select
        source_name,
        order_id as source_order_id,
        arrival,
        min(returned_order_id) as returned_order_id

    from source_lines

    group by 1, 2, 3

    having
        count(returned_order_id) = count(*)
        and min(returned_order_id) = max(returned_order_id)

),

orders_with_records as (

    select
        renamed.order_id,
        renamed.source_order_id,
        case
            when renamed.is_of_guest
                then coalesce(returned_orders.own_record_id, renamed.own_record_id)
            else renamed.own_record_id
        end as record_id,
        renamed.member_number,
        renamed.store_id,
        renamed.source_name,
        renamed.customer_name,
        renamed.email,
        renamed.phone,
        renamed.country,
        renamed.channel,
        renamed.status,
        renamed.payment_status,
        renamed.currency,
        renamed.coupon_code,
        renamed.recipient_name,
        renamed.recipient_address,
        renamed.arrival,
        renamed.gross_amount,
        renamed.discount_amount,
        renamed.tax_amount,
        renamed.shipping_amount,
        renamed.total_amount,
        renamed.order_date,
        renamed.ordered_at,
        renamed.updated_at

    from renamed

    left join returns
        on
            renamed.source_name = returns.source_name
            and renamed.source_order_id = returns.source_order_id
            and renamed.arrival = returns.arrival

    left join renamed as returned_orders
        on
            returns.source_name = returned_orders.source_name
            and returns.returned_order_id = returned_orders.source_order_id

)

select * from orders_with_records
