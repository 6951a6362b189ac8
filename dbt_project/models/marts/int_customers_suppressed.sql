with

int_customers_identified as (

    select * from {{ ref('int_customers_identified') }}

),

int_suppressions_spelled as (

    select * from {{ ref('int_suppressions_spelled') }}

),

values_listed as (

    select
        customer_id,
        'email' as kind,
        lower(email) as value

    from int_customers_identified

    union all

    select
        customer_id,
        'phone' as kind,
        phone as value

    from int_customers_identified

    union all

    select
        customer_id,
        'member_number' as kind,
        upper(member_number) as value

    from int_customers_identified

    union all

    select
        customer_id,
        'customer_id' as kind,
        any_id as value

    from int_customers_identified

),

customers_suppressed as (

    select
        values_listed.customer_id,
        min(values_listed.kind) as suppression_kind

    from values_listed

    inner join int_suppressions_spelled
        on
            values_listed.kind = int_suppressions_spelled.kind
            and values_listed.value = int_suppressions_spelled.value

    group by 1

)

select * from customers_suppressed
