with

int_records_summed_to_customers as (

    select * from {{ ref('int_records_summed_to_customers') }}

),

int_customer_values_chosen as (

    select * from {{ ref('int_customer_values_chosen') }}

),

int_customers_housed as (

    select * from {{ ref('int_customers_housed') }}

),

links as (

    select * from {{ ref('links') }}

),

links_summed_to_customers as (

    select
        customer_id,
        min(link_weight) as link_confidence

    from links

    group by 1

),

values_pivoted_to_customers as (

    select
        customer_id,
        max(case when kind = 'name' then value end) as name,
        max(case when kind = 'given_name' then value end) as given_name,
        max(case when kind = 'family_name' then value end) as family_name,
        max(case when attribute_group = 'name' then source_name end) as name_source,
        max(case when attribute_group = 'name' then value_date end) as name_date,
        max(case when kind = 'email' then value end) as email,
        max(case when attribute_group = 'email' then source_name end) as email_source,
        max(case when attribute_group = 'email' then value_date end) as email_date,
        max(case when kind = 'phone' then value end) as phone,
        max(case when attribute_group = 'phone' then source_name end) as phone_source,
        max(case when attribute_group = 'phone' then value_date end) as phone_date,
        max(case when kind = 'gender' then value end) as gender,
        max(case when attribute_group = 'gender' then source_name end) as gender_source,
        max(case when attribute_group = 'gender' then value_date end) as gender_date,
        max(case when kind = 'birth_date' then value end) as birth_date,
        max(case when attribute_group = 'birth_date' then source_name end)
            as birth_date_source,
        max(case when attribute_group = 'birth_date' then value_date end)
            as birth_date_date,
        max(case when kind = 'member_number' then value end) as member_number,
        max(case when attribute_group = 'member_number' then source_name end)
            as member_number_source,
        max(case when attribute_group = 'member_number' then value_date end)
            as member_number_date,
        max(case when kind = 'wechat_id' then value end) as wechat_id,
        max(case when attribute_group = 'wechat_id' then source_name end)
            as wechat_id_source,
        max(case when attribute_group = 'wechat_id' then value_date end)
            as wechat_id_date,
        max(case when kind = 'occupation' then value end) as occupation,
        max(case when attribute_group = 'occupation' then source_name end)
            as occupation_source,
        max(case when attribute_group = 'occupation' then value_date end)
            as occupation_date,
        max(case when kind = 'interests' then value end) as interests,
        max(case when attribute_group = 'interests' then source_name end)
            as interests_source,
        max(case when attribute_group = 'interests' then value_date end)
            as interests_date,
        max(case when kind = 'address' then value end) as address,
        max(case when kind = 'city' then value end) as city,
        max(case when kind = 'region' then value end) as region,
        max(case when kind = 'postcode' then value end) as postcode,
        max(case when kind = 'country' then value end) as country,
        max(case when attribute_group = 'address' then source_name end)
            as address_source,
        max(case when attribute_group = 'address' then value_date end) as address_date

    from int_customer_values_chosen

    group by 1

),

final as (

    select
        customers.customer_id,
        golden.name,
        golden.given_name,
        golden.family_name,
        golden.name_source,
        golden.name_date,
        golden.email,
        golden.email_source,
        golden.email_date,
        golden.phone,
        golden.phone_source,
        golden.phone_date,
        golden.gender,
        golden.gender_source,
        golden.gender_date,
        cast(golden.birth_date as date) as birth_date,
        golden.birth_date_source,
        golden.birth_date_date,
        golden.member_number,
        golden.member_number_source,
        golden.member_number_date,
        golden.wechat_id,
        golden.wechat_id_source,
        golden.wechat_id_date,
        golden.occupation,
        golden.occupation_source,
        golden.occupation_date,
        golden.interests,
        golden.interests_source,
        golden.interests_date,
        golden.address,
        golden.city,
        golden.region,
        golden.postcode,
        golden.country,
        golden.address_source,
        golden.address_date,
        int_customers_housed.household_id,
        customers.joined_date,
        customers.record_count,
        cast(coalesce(links_summed_to_customers.link_confidence, 1) as decimal(9, 6))
            as link_confidence,
        customers.first_record_id

    from int_records_summed_to_customers as customers

    left join values_pivoted_to_customers as golden
        on customers.customer_id = golden.customer_id

    left join links_summed_to_customers
        on customers.customer_id = links_summed_to_customers.customer_id

    left join int_customers_housed
        on customers.customer_id = int_customers_housed.customer_id

)

select * from final
