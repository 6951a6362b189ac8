-- Of each group of values one record's count, all of them, so that no street stands in
-- another's city: by the shop's order of sources, then verified before not, a customer
-- file before an order, then the newest; ties by the record, so that no night chooses
-- anew.
with

int_record_values_listed as (

    select * from {{ ref('int_record_values_listed') }}

),

int_person_records as (

    select * from {{ ref('int_person_records') }}

),

stg_customers as (

    select * from {{ ref('stg_customers') }}

),

records as (

    select * from {{ ref('records') }}

),

golden_priorities as (

    select * from {{ ref('golden_priorities') }}

),

chosen as (

    select
        records.customer_id,
        int_record_values_listed.attribute_group,
        int_record_values_listed.kind,
        int_record_values_listed.value,
        records.record_id,
        records.source_name,
        coalesce(
            cast(stg_customers.updated_at as date),
            int_person_records.first_seen_date,
            records.first_seen_on
        ) as value_date

    from int_record_values_listed

    inner join records
        on int_record_values_listed.record_id = records.record_id

    inner join int_person_records
        on int_record_values_listed.record_id = int_person_records.record_id

    left join stg_customers
        on int_record_values_listed.record_id = stg_customers.record_id

    left join golden_priorities
        on
            int_record_values_listed.attribute_group
            = golden_priorities.attribute_group
            and records.source_name = golden_priorities.source_name

    qualify
        rank() over (
            partition by
                records.customer_id,
                int_record_values_listed.attribute_group
            order by
                golden_priorities.priority asc nulls last,
                int_record_values_listed.is_verified desc nulls last,
                (stg_customers.record_id is null) asc nulls last,
                stg_customers.updated_at desc nulls last,
                int_person_records.first_seen_date desc nulls last,
                records.record_id asc nulls last
        ) = 1

)

select * from chosen
