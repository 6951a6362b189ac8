-- Of each kind of contact the one that the record's newest order gives counts. Where
-- goods went to somebody else says nothing of where the buyer lives.
with

stg_orders as (

    select * from {{ ref('stg_orders') }}

),

contacts as (

    select record_id, 'member_number' as kind, member_number as value, ordered_at
    from stg_orders

    union all

    select record_id, 'name' as kind, customer_name as value, ordered_at
    from stg_orders

    union all

    select record_id, 'email' as kind, email as value, ordered_at
    from stg_orders

    union all

    select record_id, 'phone' as kind, phone as value, ordered_at
    from stg_orders

    union all

    select record_id, 'address' as kind, recipient_address as value, ordered_at
    from stg_orders
    where coalesce(recipient_name, customer_name) = customer_name

),

contacts_summed_to_values as (

    select
        record_id,
        kind,
        value,
        max(ordered_at) as latest_ordered_at

    from contacts

    where
        record_id is not null
        and value is not null

    group by 1, 2, 3

),

newest_values as (

    select * from contacts_summed_to_values

    qualify
        row_number() over (
            partition by record_id, kind
            order by latest_ordered_at desc nulls last, value asc nulls last
        ) = 1

),

values_pivoted_to_records as (

    select
        record_id,
        max(case when kind = 'member_number' then value end) as member_number,
        max(case when kind = 'name' then value end) as name,
        max(case when kind = 'email' then value end) as email,
        max(case when kind = 'phone' then value end) as phone,
        max(case when kind = 'address' then value end) as address

    from newest_values

    group by 1

)

select * from values_pivoted_to_records
