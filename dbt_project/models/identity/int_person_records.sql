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

int_records_of_facts as (

    select * from {{ ref('int_records_of_facts') }}

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
        int_order_contacts_chosen.phone,
        int_order_contacts_chosen.address

    from orders_summed_to_records

    left join int_order_contacts_chosen
        on orders_summed_to_records.record_id = int_order_contacts_chosen.record_id

),

records as (

    select
        coalesce(stg_customers.record_id, order_records.record_id) as record_id,
        coalesce(stg_customers.source_name, order_records.source_name) as source_name,
        case
            when
                stg_customers.record_id is null
                and {{ starts_with(
                    'order_records.record_id',
                    "order_records.source_name || ':order:'"
                ) }}
                then 'order'
            else 'customer'
        end as record_kind,
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

with_facts as (

    select * from records

    union all

    select
        record_id,
        source_name,
        record_kind,
        member_number,
        cast(null as string) as name,
        email,
        phone,
        false as is_email_verified,
        false as is_phone_verified,
        first_seen_date

    from int_records_of_facts

),

records_meant as (

    select
        with_ids.record_id,
        min(others.record_id) as meant_record_id

    from with_facts as with_ids

    inner join named_sources
        on
            with_ids.source_name = named_sources.source_name
            and named_sources.entity = 'customers'

    inner join with_facts as others
        on
            named_sources.named_source
            || ':'
            || substr(with_ids.record_id, length(with_ids.source_name) + 2)
            = others.record_id

    where with_ids.record_kind = 'customer'

    group by 1

    having min(others.record_id) = max(others.record_id)

),

records_with_trust as (

    select
        records.record_id,
        records.source_name,
        records.record_kind,
        case
            when
                records.record_kind = 'customer'
                then substr(records.record_id, length(records.source_name) + 2)
        end as source_customer_id,
        records_meant.meant_record_id,
        records.member_number,
        stg_customers.wechat_id,
        records.name,
        stg_customers.given_name,
        stg_customers.family_name,
        records.email,
        records.phone,
        records.email is not null
        and (records.is_email_verified or coalesce(shop_sources.trust_email, false))
            as email_verified,
        records.phone is not null
        and (records.is_phone_verified or coalesce(shop_sources.trust_phone, false))
            as phone_verified,
        stg_customers.birth_date,
        stg_customers.birth_date is not null
        and coalesce(shop_sources.trust_birth_date, false) as birth_date_verified,
        case
            when coalesce(stg_customers.city, stg_customers.postcode) is null
                then coalesce(stg_customers.address, order_records.address)
            else stg_customers.address
        end as address,
        stg_customers.city,
        stg_customers.postcode,
        records.first_seen_date

    from with_facts as records

    left join records_meant
        on records.record_id = records_meant.record_id

    left join stg_customers
        on records.record_id = stg_customers.record_id

    left join order_records
        on records.record_id = order_records.record_id

    left join shop_sources
        on records.source_name = shop_sources.source_name

)

select * from records_with_trust
