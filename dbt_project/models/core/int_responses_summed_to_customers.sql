-- What came of the messages that each customer had in the last 365 days.
with

campaign_responses as (

    select * from {{ ref('campaign_responses') }}

),

responses_dated as (

    select
        customer_id,
        kind,
        occurred_date,
        {{ days_between('occurred_date', as_of_date()) }} < 365 as is_recent,
        kind in ('opened', 'clicked', 'redeemed') as is_answer

    from campaign_responses

    where customer_id is not null

),

summed as (

    select
        customer_id,
        cast(
            sum(case when is_recent and kind = 'sent' then 1 else 0 end) as bigint
        ) as message_count_365d,
        cast(
            sum(case when is_recent and kind = 'opened' then 1 else 0 end) as bigint
        ) as opened_count_365d,
        cast(
            sum(case when is_recent and kind = 'clicked' then 1 else 0 end) as bigint
        ) as clicked_count_365d,
        cast(
            sum(case when is_recent and kind = 'redeemed' then 1 else 0 end) as bigint
        ) as redeemed_count_365d,
        max(case when is_answer then occurred_date end) as latest_answer_date,
        max(case when kind = 'unsubscribed' then occurred_date end)
            as latest_unsubscribed_date

    from responses_dated

    group by 1

)

select * from summed
