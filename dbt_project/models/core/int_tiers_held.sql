-- The tier of each customer and since when without a break. Of several accounts the one
-- of the highest tier counts; the table of tiers says which is higher.
with

int_loyalty_movements as (

    select * from {{ ref('int_loyalty_movements') }}

),

loyalty_tiers as (

    select * from {{ ref('loyalty_tiers') }}

),

tiers_told as (

    select
        customer_id,
        account,
        tier,
        occurred_date,
        coalesce(lag(tier) over (
            partition by customer_id, account
            order by
                occurred_at asc nulls last,
                case when kind = 'tier' then 1 else 0 end asc nulls last,
                loyalty_event_id asc nulls last
        ), '') <> tier as is_change,
        row_number() over (
            partition by customer_id, account
            order by
                occurred_at desc nulls last,
                case when kind = 'tier' then 0 else 1 end asc nulls last,
                loyalty_event_id desc nulls last
        ) as place

    from int_loyalty_movements

    where tier is not null

),

tiers_of_accounts as (

    select
        customer_id,
        account,
        max(case when place = 1 then tier end) as tier,
        max(case when is_change then occurred_date end) as tier_since_date

    from tiers_told

    group by 1, 2

),

tiers_held as (

    select
        tiers_of_accounts.customer_id,
        tiers_of_accounts.tier,
        tiers_of_accounts.tier_since_date,
        loyalty_tiers.least_spend_amount

    from tiers_of_accounts

    left join loyalty_tiers
        on lower(tiers_of_accounts.tier) = lower(loyalty_tiers.tier)

    qualify
        row_number() over (
            partition by tiers_of_accounts.customer_id
            order by
                loyalty_tiers.least_spend_amount desc nulls last,
                tiers_of_accounts.tier_since_date desc nulls last,
                tiers_of_accounts.tier asc nulls last,
                tiers_of_accounts.account asc nulls last
        ) = 1

)

select * from tiers_held
