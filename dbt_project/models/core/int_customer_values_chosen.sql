-- Of each group of values those of one record (or one survey answer), all of them, so
-- that no street stands in another's city: by the shop's order of sources, then
-- verified before not, a file or an answer before an order, then the newest; ties by
-- the record, so that no night chooses anew.
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

int_answers_described as (

    select * from {{ ref('int_answers_described') }}

),

golden_priorities as (

    select * from {{ ref('golden_priorities') }}

),

values_offered as (

    select
        records.customer_id,
        int_record_values_listed.attribute_group,
        int_record_values_listed.kind,
        int_record_values_listed.value,
        records.record_id,
        records.source_name,
        int_record_values_listed.is_verified,
        stg_customers.record_id is null as is_of_order,
        stg_customers.updated_at,
        int_person_records.first_seen_date,
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

    union all

    select
        customer_id,
        attribute as attribute_group,
        attribute as kind,
        value,
        survey_answer_id as record_id,
        source_name,
        false as is_verified,
        false as is_of_order,
        occurred_at as updated_at,
        occurred_date as first_seen_date,
        occurred_date as value_date

    from int_answers_described

),

chosen as (

    select
        offered.customer_id,
        offered.attribute_group,
        offered.kind,
        offered.value,
        offered.record_id,
        offered.source_name,
        offered.value_date

    from values_offered as offered

    left join golden_priorities
        on
            offered.attribute_group = golden_priorities.attribute_group
            and offered.source_name = golden_priorities.source_name

    qualify
        rank() over (
            partition by offered.customer_id, offered.attribute_group
            order by
                golden_priorities.priority asc nulls last,
                offered.is_verified desc nulls last,
                offered.is_of_order asc nulls last,
                offered.updated_at desc nulls last,
                offered.first_seen_date desc nulls last,
                offered.record_id asc nulls last
        ) = 1

)

select * from chosen
