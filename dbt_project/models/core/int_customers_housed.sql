-- A customer lives where the record says that gave their address, and is of the family
-- that the record says which gave their name. The id is made of these two, so that it
-- stays whoever moves in or out. Where very many live, of
-- whatever name, is a dormitory or a business, and no household.
with

int_customer_values_chosen as (

    select * from {{ ref('int_customer_values_chosen') }}

),

person_forms as (

    select * from {{ source('state', 'person_forms') }}

),

identity_limits as (

    select * from {{ ref('identity_limits') }}

),

keys_pivoted_to_customers as (

    select
        int_customer_values_chosen.customer_id,
        max(
            case
                when int_customer_values_chosen.attribute_group = 'name'
                    then person_forms.family_key
            end
        ) as family_key,
        max(
            case
                when int_customer_values_chosen.attribute_group = 'address'
                    then person_forms.address_key
            end
        ) as address_key

    from int_customer_values_chosen

    inner join person_forms
        on int_customer_values_chosen.record_id = person_forms.record_id

    group by 1

),

people_counted_by_address as (

    select
        address_key,
        count(*) as people_count

    from keys_pivoted_to_customers

    where address_key is not null

    group by 1

),

people_at_most as (

    select max(value) as most_people

    from identity_limits

    where name = 'most_people_of_an_address'

),

housed as (

    select
        keys_pivoted_to_customers.customer_id,
        keys_pivoted_to_customers.family_key,
        keys_pivoted_to_customers.address_key,
        'h' || substr(
            {{ hash_of_texts([
                'keys_pivoted_to_customers.family_key',
                'keys_pivoted_to_customers.address_key',
            ]) }},
            1,
            16
        ) as household_id

    from keys_pivoted_to_customers

    inner join people_counted_by_address
        on
            keys_pivoted_to_customers.address_key
            = people_counted_by_address.address_key

    cross join people_at_most

    where
        keys_pivoted_to_customers.family_key is not null
        and people_counted_by_address.people_count <= people_at_most.most_people

)

select * from housed
