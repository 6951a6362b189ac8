-- The first rule that applies names the engagement. Of a shop whose loyalty book is not
-- known nothing is said.
with

customers as (

    select * from {{ ref('customers') }}

),

customer_loyalty as (

    select * from {{ ref('customer_loyalty') }}

),

members_dated as (

    select
        customer_loyalty.customer_id,
        customer_loyalty.is_member,
        sum(customer_loyalty.loyalty_event_count) over () > 0 as is_book_known,
        {{ days_between('customer_loyalty.latest_redemption_date', as_of_date()) }}
            as redemption_days,
        {{ days_between('customer_loyalty.latest_loyalty_use_date', as_of_date()) }}
            as use_days,
        {{ days_between(
            'least('
            ~ 'coalesce(customer_loyalty.first_loyalty_date, customers.joined_date), '
            ~ 'coalesce(customers.joined_date, customer_loyalty.first_loyalty_date)'
            ~ ')',
            as_of_date()
        ) }} as member_days

    from customer_loyalty

    inner join customers
        on customer_loyalty.customer_id = customers.customer_id

),

members_engaged as (

    select
        customer_id,
        is_book_known,
        redemption_days,
        use_days,
        member_days,
        case
            when not is_book_known then null
            when not is_member then 'not_a_member'
            when redemption_days < {{ segment_threshold('loyalty_redeemer_days') }}
                then 'active_redeemer'
            when use_days < {{ segment_threshold('loyalty_active_days') }}
                then 'collector'
            when member_days < {{ segment_threshold('loyalty_new_days') }}
                then 'new_member'
            else 'silent'
        end as loyalty_engagement

    from members_dated

)

select * from members_engaged
