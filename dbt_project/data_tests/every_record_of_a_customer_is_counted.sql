with

records as (

    select * from {{ ref('records') }}

),

customers as (

    select * from {{ ref('customers') }}

),

totals as (

    select
        (select count(*) from records) as record_count,
        (select coalesce(sum(record_count), 0) from customers) as counted_record_count

),

differences as (

    select * from totals
    where record_count <> counted_record_count

)

select * from differences
