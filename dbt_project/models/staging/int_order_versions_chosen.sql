-- Of an order's versions one counts. Rows of a file that were set aside and landed
-- later are of the same version as the rest of it, so there its first row counts.
with

source as (

    select * from {{ source('landing', 'orders') }}

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
        cashier,
        status,
        payment_status,
        coalesce(currency, {{ shop_currency() }}) as currency,
        original_currency,
        coupon_code,
        recipient_name,
        recipient_address,

        ---------- numerics
        cast(arrival as bigint) as arrival,
        cast(row_number as bigint) as row_number,
        cast(gross_amount as decimal(18, 2)) as gross_amount,
        cast(discount_amount as decimal(18, 2)) as discount_amount,
        cast(tax_amount as decimal(18, 2)) as tax_amount,
        cast(shipping_amount as decimal(18, 2)) as shipping_amount,
        cast(total_amount as decimal(18, 2)) as total_amount,
        cast(original_total_amount as decimal(18, 2)) as original_total_amount,
        cast(fx_rate as decimal(18, 8)) as fx_rate,

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
            order by {{ newest_version_first(rows='asc') }}
        ) = 1

)

select * from renamed
