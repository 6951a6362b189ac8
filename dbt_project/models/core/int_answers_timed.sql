-- Every time a customer opened, clicked or redeemed something, by the shop's clock.
with

campaign_responses as (

    select * from {{ ref('campaign_responses') }}

),

answers as (

    select
        customer_id,
        lower(channel) as channel,
        occurred_date,
        {{ day_of_week('occurred_date') }} as weekday,
        {{ shop_local_time('occurred_at') }} as local_time

    from campaign_responses

    where
        customer_id is not null
        and kind in ('opened', 'clicked', 'redeemed')

),

answers_timed as (

    select
        customer_id,
        channel,
        occurred_date,
        weekday,
        case
            when not {{ is_midnight('local_time') }} then {{ hour_of('local_time') }}
        end as local_hour

    from answers

)

select * from answers_timed
