with

customers as (

    select * from {{ ref('customers') }}

),

consents as (

    select * from {{ ref('consents') }}

),

int_responses_summed_to_customers as (

    select * from {{ ref('int_responses_summed_to_customers') }}

),

int_answers_timed as (

    select * from {{ ref('int_answers_timed') }}

),

consents_pivoted as (

    select
        customer_id,
        max(case when channel = 'email' then state end) as email_consent,
        max(case when channel = 'sms' then state end) as sms_consent,
        max(case when channel = 'wechat' then state end) as wechat_consent,
        max(case when channel = 'post' then state end) as post_consent

    from consents

    group by 1

),

answers_by_channel as (

    select
        customer_id,
        channel,
        count(*) as answer_count,
        max(occurred_date) as latest_date

    from int_answers_timed

    where channel is not null

    group by 1, 2

),

channels_chosen as (

    select
        customer_id,
        channel

    from answers_by_channel

    qualify
        row_number() over (
            partition by customer_id
            order by
                answer_count desc nulls last,
                latest_date desc nulls last,
                channel asc nulls last
        ) = 1

),

answers_by_weekday as (

    select
        customer_id,
        weekday,
        count(*) as answer_count,
        max(occurred_date) as latest_date

    from int_answers_timed

    where weekday is not null

    group by 1, 2

),

weekdays_chosen as (

    select
        customer_id,
        weekday

    from answers_by_weekday

    qualify
        row_number() over (
            partition by customer_id
            order by
                answer_count desc nulls last,
                latest_date desc nulls last,
                weekday asc nulls last
        ) = 1

),

answers_by_hour as (

    select
        customer_id,
        local_hour,
        count(*) as answer_count,
        max(occurred_date) as latest_date

    from int_answers_timed

    where local_hour is not null

    group by 1, 2

),

hours_chosen as (

    select
        customer_id,
        local_hour

    from answers_by_hour

    qualify
        row_number() over (
            partition by customer_id
            order by
                answer_count desc nulls last,
                latest_date desc nulls last,
                local_hour asc nulls last
        ) = 1

),

final as (

    select
        customers.customer_id,

        ---------- addresses and consent
        customers.email is not null as is_email_reachable,
        customers.phone is not null as is_sms_reachable,
        customers.wechat_id is not null as is_wechat_reachable,
        customers.address is not null as is_post_reachable,
        coalesce(consents_pivoted.email_consent, 'none') as email_consent,
        coalesce(consents_pivoted.sms_consent, 'none') as sms_consent,
        coalesce(consents_pivoted.wechat_consent, 'none') as wechat_consent,
        coalesce(consents_pivoted.post_consent, 'none') as post_consent,

        ---------- answers
        cast(channels_chosen.channel as string) as preferred_contact_channel,
        weekdays_chosen.weekday as preferred_contact_weekday,
        hours_chosen.local_hour as preferred_contact_hour,
        cast(coalesce(responses.message_count_365d, 0) as bigint)
            as message_count_365d,
        cast(coalesce(responses.opened_count_365d, 0) as bigint)
            as opened_count_365d,
        cast(coalesce(responses.clicked_count_365d, 0) as bigint)
            as clicked_count_365d,
        cast(coalesce(responses.redeemed_count_365d, 0) as bigint)
            as redeemed_count_365d,
        responses.latest_answer_date,
        responses.latest_unsubscribed_date

    from customers

    left join consents_pivoted
        on customers.customer_id = consents_pivoted.customer_id

    left join int_responses_summed_to_customers as responses
        on customers.customer_id = responses.customer_id

    left join channels_chosen
        on customers.customer_id = channels_chosen.customer_id

    left join weekdays_chosen
        on customers.customer_id = weekdays_chosen.customer_id

    left join hours_chosen
        on customers.customer_id = hours_chosen.customer_id

)

select * from final
