-- An id in a row may be one of the row's own source, and one of each source that its
-- customers_of names.
with

records as (

    select * from {{ ref('records') }}

),

named_sources as (

    select * from {{ ref('named_sources') }}

),

own_ids as (

    select
        record_id as named_id,
        record_id,
        customer_id

    from records

),

ids_of_others as (

    select
        named_sources.source_name || ':' || records.source_customer_id as named_id,
        records.record_id,
        records.customer_id

    from named_sources

    inner join records
        on named_sources.named_source = records.source_name

    where
        named_sources.entity = 'customers'
        and records.source_customer_id is not null

),

ids as (

    select named_id, record_id, customer_id from own_ids

    union all

    select named_id, record_id, customer_id from ids_of_others

),

ids_counted as (

    select
        named_id,
        record_id,
        customer_id,
        min(customer_id) over (partition by named_id)
        = max(customer_id) over (partition by named_id) as is_of_one_customer

    from ids

)

select * from ids_counted
