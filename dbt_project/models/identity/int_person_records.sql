with

stg_customers as (

    select * from {{ ref('stg_customers') }}

),

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

int_order_contacts_chosen as (

    select * from {{ ref('int_order_contacts_chosen') }}

),

shop_sources as (

    select * from {{ ref('shop_sources') }}

),

named_sources as (

    select * from {{ ref('named_sources') }}

),

orders_summed_to_records as (

    select
        record_id,
        source_name,
        min(order_date) as first_order_date

    from stg_orders

    where record_id is not null

    group by 1, 2

),

order_records as (

    select
        orders_summed_to_records.record_id,
        orders_summed_to_records.source_name,
        orders_summed_to_records.first_order_date,
        int_order_contacts_chosen.member_number,
        int_order_contacts_chosen.name,
        int_order_contacts_chosen.email,
        int_order_contacts_chosen.phone

    from orders_summed_to_records

    left join int_order_contacts_chosen
        on orders_summed_to_records.record_id = int_order_contacts_chosen.record_id

),

records as (

    select
        coalesce(stg_customers.record_id, order_records.record_id) as record_id,
        coalesce(stg_customers.source_name, order_records.source_name) as source_name,
        coalesce(stg_customers.member_number, order_records.member_number)
            as member_number,
        coalesce(stg_customers.name, order_records.name) as name,
        coalesce(stg_customers.email, order_records.email) as email,
        coalesce(stg_customers.phone, order_records.phone) as phone,
        stg_customers.email is not null
        and coalesce(stg_customers.is_email_verified, false) as is_email_verified,
        stg_customers.phone is not null
        and coalesce(stg_customers.is_phone_verified, false) as is_phone_verified,
        least(
            coalesce(stg_customers.joined_date, order_records.first_order_date),
            coalesce(order_records.first_order_date, stg_customers.joined_date)
        ) as first_seen_date

    from stg_customers

    full outer join order_records
        on stg_customers.record_id = order_records.record_id

),

ids_given as (

    select
        record_id,
        source_name,
        substr(record_id, length(source_name) + 2) as source_customer_id

    from records

    where not {{ starts_with('record_id', "source_name || ':order:'") }}

),

records_meant as (

    select
        ids_given.record_id,
        min(records.record_id) as meant_record_id

    from ids_given

    inner join named_sources
        on
            ids_given.source_name = named_sources.source_name
            and named_sources.entity = 'customers'

    inner join records
        on
            named_sources.named_source || ':' || ids_given.source_customer_id
            = records.record_id

    group by 1

    having min(records.record_id) = max(records.record_id)

),

records_with_trust as (

    select
        records.record_id,
        records.source_name,
        ids_given.source_customer_id,
        records_meant.meant_record_id,
        records.member_number,
        records.name,
        records.email,
        records.phone,
        records.email is not null
        and (records.is_email_verified or coalesce(shop_sources.trust_email, false))
            as email_verified,
        records.phone is not null
        and (records.is_phone_verified or coalesce(shop_sources.trust_phone, false))
            as phone_verified,
        records.first_seen_date

    from records

    left join ids_given
        on records.record_id = ids_given.record_id

    left join records_meant
        on records.record_id = records_meant.record_id

    left join shop_sources
        on records.source_name = shop_sources.source_name

)

select * from records_with_trust
