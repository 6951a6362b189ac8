-- The list and the files may write one address in different ways; what counts is that
-- both have the same normal value.
with

suppressions as (

    select * from {{ ref('suppressions') }}

),

int_suppressions_inherited as (

    select * from {{ ref('int_suppressions_inherited') }}

),

contact_points as (

    select * from {{ source('state', 'contact_points') }}

),

normal_values as (

    select
        suppressions.kind,
        coalesce(contact_points.normal_value, lower(suppressions.value)) as normal_value

    from suppressions

    left join contact_points
        on
            suppressions.kind = contact_points.kind
            and suppressions.value = contact_points.value

    where suppressions.kind in ('email', 'phone')

),

spellings as (

    select
        kind,
        normal_value as value

    from normal_values

    union all

    select
        normal_values.kind,
        case normal_values.kind
            when 'email' then lower(contact_points.value)
            else contact_points.value
        end as value

    from normal_values

    inner join contact_points
        on
            normal_values.kind = contact_points.kind
            and normal_values.normal_value = contact_points.normal_value

    union all

    select
        kind,
        upper(value) as value

    from suppressions

    where kind = 'member_number'

    union all

    select
        'customer_id' as kind,
        customer_id as value

    from int_suppressions_inherited

),

suppressions_spelled as (

    select
        kind,
        value

    from spellings

    group by 1, 2

)

select * from suppressions_spelled
