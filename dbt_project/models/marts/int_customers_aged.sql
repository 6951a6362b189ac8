with

customers as (

    select * from {{ ref('customers') }}

),

age_groups as (

    select * from {{ ref('age_groups') }}

),

ages as (

    select
        customer_id,
        {{ age_on(as_of_date(), 'birth_date') }} as age

    from customers

    where birth_date is not null and birth_date <= {{ as_of_date() }}

),

plausible_ages as (

    select
        customer_id,
        age

    from ages

    where age <= {{ segment_threshold('demographics_oldest_years') }}

),

customers_aged as (

    select
        ages.customer_id,
        ages.age,
        age_groups.age_group,
        age_groups.name_en,
        age_groups.name_zh

    from plausible_ages as ages

    inner join age_groups
        on ages.age >= age_groups.from_age

    qualify
        row_number() over (
            partition by ages.customer_id order by age_groups.from_age desc nulls last
        ) = 1

)

select * from customers_aged
