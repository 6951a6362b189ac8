-- The book of each customer, over all their accounts.
with

int_loyalty_movements as (

    select * from {{ ref('int_loyalty_movements') }}

),

movements_marked as (

    select
        customer_id,
        kind,
        occurred_date,
        occurred_at,
        loyalty_event_id,
        coalesce(points, 0) as points,
        coalesce(stored_value_amount, 0) as stored_value_amount,
        kind = 'redeem' and coalesce(points, -1) < 0 as is_redemption,
        kind in ('earn', 'redeem', 'top_up', 'spend') as is_own_doing,
        row_number() over (
            partition by customer_id
            order by
                occurred_at desc nulls last,
                case when kind = 'tier' then 1 else 0 end asc nulls last,
                loyalty_event_id desc nulls last
        ) as place

    from int_loyalty_movements

),

summed as (

    select
        customer_id,
        cast(count(*) as bigint) as event_count,
        cast(sum(points) as decimal(18, 4)) as points_balance,
        cast(
            sum(case when kind in ('redeem', 'expire', 'adjust') then 0 else points end)
            as decimal(18, 4)
        ) as points_earned,
        cast(
            sum(case when kind = 'redeem' then -points else 0 end) as decimal(18, 4)
        ) as points_redeemed,
        cast(
            sum(case when kind = 'expire' then -points else 0 end) as decimal(18, 4)
        ) as points_expired,
        cast(
            sum(case when kind = 'adjust' then points else 0 end) as decimal(18, 4)
        ) as points_adjusted,
        cast(sum(case when is_redemption then 1 else 0 end) as bigint)
            as redemption_count,
        max(case when is_redemption then occurred_date end) as latest_redemption_date,
        max(case when kind = 'earn' then occurred_date end) as latest_earn_date,
        max(case when is_own_doing then occurred_date end) as latest_use_date,
        cast(sum(stored_value_amount) as decimal(18, 2)) as stored_value_balance_amount,
        cast(
            sum(case when kind = 'top_up' then stored_value_amount else 0 end)
            as decimal(18, 2)
        ) as stored_value_topped_up_amount,
        cast(
            sum(case when kind = 'spend' then -stored_value_amount else 0 end)
            as decimal(18, 2)
        ) as stored_value_spent_amount,
        min(occurred_date) as first_event_date,
        max(occurred_date) as latest_event_date,
        max(case when place = 1 then kind end) as latest_event_kind

    from movements_marked

    group by 1

)

select * from summed
