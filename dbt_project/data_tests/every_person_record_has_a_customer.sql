with

int_person_records as (

    select * from {{ ref('int_person_records') }}

),

records as (

    select * from {{ ref('records') }}

),

records_without_customer as (

    select int_person_records.record_id

    from int_person_records

    left join records
        on int_person_records.record_id = records.record_id

    where records.customer_id is null

)

select * from records_without_customer
