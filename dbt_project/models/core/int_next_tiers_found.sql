-- What a member still has to spend to rise: the next tier above their own, or, where
-- they have none that the table of tiers knows, above what they spent.
with

customers as (

    select * from {{ ref('customers') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_movements_summed_to_customers as (

    select * from {{ ref('int_movements_summed_to_customers') }}

),

int_tiers_held as (

    select * from {{ ref('int_tiers_held') }}

),

loyalty_tiers as (

    select * from {{ ref('loyalty_tiers') }}

),

members as (

    select
        customers.customer_id,
        customer_features.net_revenue_365d_amount as spent_amount,
        coalesce(
            int_tiers_held.least_spend_amount,
            greatest(customer_features.net_revenue_365d_amount, 0)
        ) as reached_amount

    from customers

    inner join customer_features
        on customers.customer_id = customer_features.customer_id

    left join int_movements_summed_to_customers as booked
        on customers.customer_id = booked.customer_id

    left join int_tiers_held
        on customers.customer_id = int_tiers_held.customer_id

    where customers.member_number is not null or booked.customer_id is not null

),

next_tiers as (

    select
        members.customer_id,
        loyalty_tiers.tier as next_tier,
        cast(
            greatest(loyalty_tiers.least_spend_amount - members.spent_amount, 0)
            as decimal(18, 2)
        ) as spend_to_next_tier_amount

    from members

    inner join loyalty_tiers
        on members.reached_amount < loyalty_tiers.least_spend_amount

    qualify
        row_number() over (
            partition by members.customer_id
            order by
                loyalty_tiers.least_spend_amount asc nulls last,
                loyalty_tiers.tier asc nulls last
        ) = 1

)

select * from next_tiers
