-- What each event does to a balance. Some sources write what is taken with a minus and
-- some without: where all that is redeemed, expired or spent adds up to more than
-- nothing, there is none, and it is taken all the same.
with

loyalty_events as (

    select * from {{ ref('loyalty_events') }}

),

sources_summed as (

    select
        source_name,
        sum(case when kind in ('redeem', 'expire') then points end) > 0
            as takes_points_unsigned,
        sum(case when kind = 'spend' then amount end) > 0 as takes_amounts_unsigned

    from loyalty_events

    group by 1

),

movements as (

    select
        loyalty_events.customer_id,
        loyalty_events.loyalty_event_id,
        loyalty_events.source_name,
        loyalty_events.source_name || ' '
        || coalesce(upper(loyalty_events.member_number), '') as account,
        loyalty_events.kind,
        loyalty_events.occurred_date,
        loyalty_events.occurred_at,
        loyalty_events.expires_date,
        loyalty_events.tier,
        cast(
            case
                when
                    loyalty_events.kind in ('redeem', 'expire')
                    and sources_summed.takes_points_unsigned
                    then -loyalty_events.points
                else loyalty_events.points
            end as decimal(18, 4)
        ) as points,
        cast(
            case
                when loyalty_events.kind not in ('top_up', 'spend') then null
                when
                    loyalty_events.kind = 'spend'
                    and sources_summed.takes_amounts_unsigned
                    then -loyalty_events.amount
                else loyalty_events.amount
            end as decimal(18, 2)
        ) as stored_value_amount

    from loyalty_events

    inner join sources_summed
        on loyalty_events.source_name = sources_summed.source_name

    where loyalty_events.customer_id is not null

)

select * from movements
