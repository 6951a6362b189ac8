-- Sent where none of the buyer's addresses is. They are compared by their letters and
-- figures with those in the same script; of who has none nothing is said.
with

orders as (

    select * from {{ ref('orders') }}

),

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

int_person_records as (

    select * from {{ ref('int_person_records') }}

),

records as (

    select * from {{ ref('records') }}

),

own_addresses as (

    select
        records.customer_id,
        {{ address_key('int_person_records.address') }} as own_key,
        {{ has_pattern('int_person_records.address', "'[㐀-鿿]'") }} as is_han

    from records

    inner join int_person_records
        on records.record_id = int_person_records.record_id

    where int_person_records.address is not null

    group by 1, 2, 3

),

orders_received as (

    select
        orders.order_id,
        orders.customer_id,
        {{ address_key('stg_orders.recipient_address') }} as recipient_key,
        {{ has_pattern('stg_orders.recipient_address', "'[㐀-鿿]'") }} as is_han

    from orders

    inner join stg_orders
        on orders.order_id = stg_orders.order_id

    where
        orders.is_counted_sale
        and orders.customer_id is not null
        and stg_orders.recipient_address is not null

),

orders_elsewhere as (

    select
        orders_received.order_id,
        orders_received.customer_id

    from orders_received

    inner join own_addresses
        on
            orders_received.customer_id = own_addresses.customer_id
            and orders_received.is_han = own_addresses.is_han

    where
        orders_received.recipient_key <> ''
        and own_addresses.own_key <> ''

    group by 1, 2

    having
        max(
            case
                when
                    {{ occurrences(
                        'orders_received.recipient_key', 'own_addresses.own_key'
                    ) }} > 0
                    or {{ occurrences(
                        'own_addresses.own_key', 'orders_received.recipient_key'
                    ) }} > 0
                    then 1
                else 0
            end
        ) = 0

)

select * from orders_elsewhere
