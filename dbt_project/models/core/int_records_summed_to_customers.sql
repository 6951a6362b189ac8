with

records as (

    select * from {{ ref('records') }}

),

int_person_records as (

    select * from {{ ref('int_person_records') }}

),

stg_customers as (

    select * from {{ ref('stg_customers') }}

),

records_numbered as (

    select
        records.customer_id,
        records.record_id,
        stg_customers.joined_date,
        row_number() over (
            partition by records.customer_id
            order by
                int_person_records.first_seen_date asc nulls last,
                records.record_id asc nulls last
        ) as record_place

    from records

    inner join int_person_records
        on records.record_id = int_person_records.record_id

    left join stg_customers
        on records.record_id = stg_customers.record_id

),

summed as (

    select
        customer_id,
        cast(count(*) as bigint) as record_count,
        min(joined_date) as joined_date,
        max(case when record_place = 1 then record_id end) as first_record_id

    from records_numbered

    group by 1

)

select * from summed
