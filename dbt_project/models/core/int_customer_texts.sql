-- Where a word about a customer may stand, as words to look for.
with

customers as (

    select * from {{ ref('customers') }}

),

stg_customers as (

    select * from {{ ref('stg_customers') }}

),

records as (

    select * from {{ ref('records') }}

),

texts as (

    select
        customer_id,
        'name' as place,
        name as text
    from customers
    where name is not null

    union

    select
        customer_id,
        'address' as place,
        address as text
    from customers
    where address is not null

    union

    select
        customer_id,
        'email' as place,
        {{ replace_pattern('email', "'@.*$'", "''") }} as text
    from customers
    where email is not null

    union

    select
        records.customer_id,
        'tags' as place,
        stg_customers.tags as text
    from stg_customers
    inner join records
        on stg_customers.record_id = records.record_id
    where stg_customers.tags is not null

),

texts_in_words as (

    select
        customer_id,
        place,
        {{ words_of('text') }} as words

    from texts

)

select * from texts_in_words
