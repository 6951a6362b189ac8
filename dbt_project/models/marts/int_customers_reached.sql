with

customers as (

    select * from {{ ref('customers') }}

),

consents as (

    select * from {{ ref('consents') }}

),

int_customers_suppressed as (

    select * from {{ ref('int_customers_suppressed') }}

),

consents_pivoted as (

    select
        customer_id,
        max(case when channel = 'email' then state end) as email_consent,
        max(case when channel = 'sms' then state end) as sms_consent

    from consents

    group by 1

),

customers_reached as (

    select
        customers.customer_id,
        customers.email is not null as is_email_reachable,
        customers.phone is not null as is_sms_reachable,
        coalesce(consents_pivoted.email_consent, 'none') as email_consent,
        coalesce(consents_pivoted.sms_consent, 'none') as sms_consent,
        int_customers_suppressed.customer_id is not null as is_suppressed

    from customers

    left join consents_pivoted
        on customers.customer_id = consents_pivoted.customer_id

    left join int_customers_suppressed
        on customers.customer_id = int_customers_suppressed.customer_id

)

select * from customers_reached
