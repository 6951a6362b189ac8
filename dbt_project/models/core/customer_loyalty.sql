with

customers as (

    select * from {{ ref('customers') }}

),

int_movements_summed_to_customers as (

    select * from {{ ref('int_movements_summed_to_customers') }}

),

int_points_expiring as (

    select * from {{ ref('int_points_expiring') }}

),

int_tiers_held as (

    select * from {{ ref('int_tiers_held') }}

),

int_next_tiers_found as (

    select * from {{ ref('int_next_tiers_found') }}

),

final as (

    select
        customers.customer_id,
        customers.member_number is not null
        or booked.customer_id is not null as is_member,
        cast(coalesce(booked.event_count, 0) as bigint) as loyalty_event_count,
        booked.first_event_date as first_loyalty_date,
        booked.latest_event_date as latest_loyalty_date,
        booked.latest_event_kind as latest_loyalty_kind,
        booked.latest_use_date as latest_loyalty_use_date,

        ---------- points
        cast(coalesce(booked.points_balance, 0) as decimal(18, 4)) as points_balance,
        cast(coalesce(booked.points_earned, 0) as decimal(18, 4)) as points_earned,
        cast(coalesce(booked.points_redeemed, 0) as decimal(18, 4)) as points_redeemed,
        cast(coalesce(booked.points_expired, 0) as decimal(18, 4)) as points_expired,
        cast(coalesce(booked.points_adjusted, 0) as decimal(18, 4)) as points_adjusted,
        cast(coalesce(expiring.points_expiring, 0) as decimal(18, 4))
            as points_expiring,
        expiring.points_expiring_date,
        cast(coalesce(expiring.points_overdue, 0) as decimal(18, 4)) as points_overdue,
        booked.latest_earn_date,
        cast(coalesce(booked.redemption_count, 0) as bigint) as redemption_count,
        booked.latest_redemption_date,

        ---------- tier
        int_tiers_held.tier,
        int_tiers_held.tier_since_date,
        int_next_tiers_found.next_tier,
        int_next_tiers_found.spend_to_next_tier_amount,

        ---------- stored value
        cast(coalesce(booked.stored_value_balance_amount, 0) as decimal(18, 2))
            as stored_value_balance_amount,
        cast(coalesce(booked.stored_value_topped_up_amount, 0) as decimal(18, 2))
            as stored_value_topped_up_amount,
        cast(coalesce(booked.stored_value_spent_amount, 0) as decimal(18, 2))
            as stored_value_spent_amount

    from customers

    left join int_movements_summed_to_customers as booked
        on customers.customer_id = booked.customer_id

    left join int_points_expiring as expiring
        on customers.customer_id = expiring.customer_id

    left join int_tiers_held
        on customers.customer_id = int_tiers_held.customer_id

    left join int_next_tiers_found
        on customers.customer_id = int_next_tiers_found.customer_id

)

select * from final
