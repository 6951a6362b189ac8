-- Sent to another name than any of the buyer's. Names of two scripts cannot be told
-- apart here, so a recipient is another person only beside a name in the same script.
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

names as (

    select
        records.customer_id,
        int_person_records.name
    from records
    inner join int_person_records
        on records.record_id = int_person_records.record_id
    where int_person_records.name is not null

    union

    select
        records.customer_id,
        int_person_records.given_name || ' ' || int_person_records.family_name as name
    from records
    inner join int_person_records
        on records.record_id = int_person_records.record_id
    where
        int_person_records.given_name is not null
        and int_person_records.family_name is not null

    union

    select
        records.customer_id,
        int_person_records.family_name || ' ' || int_person_records.given_name as name
    from records
    inner join int_person_records
        on records.record_id = int_person_records.record_id
    where
        int_person_records.given_name is not null
        and int_person_records.family_name is not null

),

name_keys as (

    select
        customer_id,
        {{ name_key('name') }} as own_key,
        {{ has_pattern('name', "'[㐀-鿿]'") }} as is_han

    from names

),

orders_received as (

    select
        orders.order_id,
        orders.customer_id,
        {{ name_key('stg_orders.recipient_name') }} as recipient_key,
        {{ has_pattern('stg_orders.recipient_name', "'[㐀-鿿]'") }} as is_han

    from orders

    inner join stg_orders
        on orders.order_id = stg_orders.order_id

    where
        orders.is_counted_sale
        and orders.customer_id is not null
        and stg_orders.recipient_name is not null

),

orders_of_others as (

    select
        orders_received.order_id,
        orders_received.customer_id

    from orders_received

    inner join name_keys
        on
            orders_received.customer_id = name_keys.customer_id
            and orders_received.is_han = name_keys.is_han

    where orders_received.recipient_key <> ''

    group by 1, 2

    having
        max(
            case
                when orders_received.recipient_key = name_keys.own_key then 1
                else 0
            end
        ) = 0

)

select * from orders_of_others
