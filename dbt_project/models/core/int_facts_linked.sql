-- Whose a fact is that may be known by an address alone: the customer's whom it names,
-- else of the one customer who has its e-mail or phone. Addresses that two customers
-- have, or that point to two, say nothing.
with

stg_interactions as (

    select * from {{ ref('stg_interactions') }}

),

stg_survey_answers as (

    select * from {{ ref('stg_survey_answers') }}

),

int_customers_named as (

    select * from {{ ref('int_customers_named') }}

),

contact_points as (

    select * from {{ source('state', 'contact_points') }}

),

int_record_contacts_normalised as (

    select * from {{ ref('int_record_contacts_normalised') }}

),

facts as (

    select 'interactions' as entity, interaction_id as fact_id, record_id, email, phone
    from stg_interactions

    union all

    select
        'survey_answers' as entity,
        survey_answer_id as fact_id,
        record_id,
        email,
        phone
    from stg_survey_answers

),

facts_with_records as (

    select
        facts.entity,
        facts.fact_id,
        facts.email,
        facts.phone,
        int_customers_named.customer_id

    from facts

    left join int_customers_named
        on facts.record_id = int_customers_named.named_id

),

addresses as (

    select entity, fact_id, 'email' as kind, email as value
    from facts_with_records
    where customer_id is null and email is not null

    union all

    select entity, fact_id, 'phone' as kind, phone as value
    from facts_with_records
    where customer_id is null and phone is not null

),

facts_by_address as (

    select
        addresses.entity,
        addresses.fact_id,
        min(int_record_contacts_normalised.customer_id) as customer_id

    from addresses

    inner join contact_points
        on
            addresses.kind = contact_points.kind
            and addresses.value = contact_points.value

    inner join int_record_contacts_normalised
        on
            contact_points.kind = int_record_contacts_normalised.kind
            and contact_points.normal_value
            = int_record_contacts_normalised.normal_value

    group by 1, 2

    having
        min(int_record_contacts_normalised.customer_id)
        = max(int_record_contacts_normalised.customer_id)

),

facts_linked as (

    select entity, fact_id, customer_id from facts_with_records
    where customer_id is not null

    union all

    select entity, fact_id, customer_id from facts_by_address

)

select * from facts_linked
