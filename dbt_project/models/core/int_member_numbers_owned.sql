-- A number that two customers have says nothing about who it was.
with

int_person_records as (

    select * from {{ ref('int_person_records') }}

),

records as (

    select * from {{ ref('records') }}

),

owned as (

    select
        upper(int_person_records.member_number) as member_number,
        min(records.customer_id) as customer_id

    from int_person_records

    inner join records
        on int_person_records.record_id = records.record_id

    where int_person_records.member_number is not null

    group by 1

    having min(records.customer_id) = max(records.customer_id)

)

select * from owned
