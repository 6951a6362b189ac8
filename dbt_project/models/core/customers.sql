with

int_records_summed_to_customers as (

    select * from {{ ref('int_records_summed_to_customers') }}

),

int_customer_values_chosen as (

    select * from {{ ref('int_customer_values_chosen') }}

),

stg_customers as (

    select * from {{ ref('stg_customers') }}

),

values_pivoted_to_customers as (

    select
        customer_id,
        max(case when kind = 'name' then value end) as name,
        max(case when kind = 'name' then record_id end) as name_record_id,
        max(case when kind = 'email' then value end) as email,
        max(case when kind = 'email' then source_name end) as email_source,
        max(case when kind = 'phone' then value end) as phone,
        max(case when kind = 'phone' then source_name end) as phone_source,
        max(case when kind = 'gender' then value end) as gender,
        max(case when kind = 'birth_date' then value end) as birth_date,
        max(case when kind = 'member_number' then value end) as member_number,
        max(case when kind = 'city' then value end) as city,
        max(case when kind = 'country' then value end) as country

    from int_customer_values_chosen

    group by 1

),

final as (

    select
        customers.customer_id,
        golden.name,
        stg_customers.given_name,
        stg_customers.family_name,
        golden.email,
        golden.email_source,
        golden.phone,
        golden.phone_source,
        golden.gender,
        cast(golden.birth_date as date) as birth_date,
        golden.member_number,
        golden.city,
        golden.country,
        customers.joined_date,
        customers.record_count,
        customers.first_record_id

    from int_records_summed_to_customers as customers

    left join values_pivoted_to_customers as golden
        on customers.customer_id = golden.customer_id

    left join stg_customers
        on golden.name_record_id = stg_customers.record_id

)

select * from final
