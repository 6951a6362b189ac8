-- One row per campaign, channel and candidate, with what bars that channel, if
-- anything; the first bar that applies is the one that is told. Of customers with one
-- address only who brought more keeps it, be they then held out or cooling down.
with

campaigns as (

    select * from {{ ref('campaigns') }}

),

campaign_channels as (

    select * from {{ ref('campaign_channels') }}

),

int_candidates_unioned as (

    select * from {{ ref('int_candidates_unioned') }}

),

customer_360 as (

    select * from {{ ref('customer_360') }}

),

channels_offered as (

    select
        campaigns.campaign,
        campaigns.holdout_share,
        campaigns.cool_down_days,
        campaign_channels.channel,
        campaign_channels.channel_order,
        int_candidates_unioned.customer_id,
        int_candidates_unioned.reason,
        customer_360.is_suppressed,
        customer_360.link_confidence < campaigns.least_confidence as is_unsure,
        case campaign_channels.channel
            when 'email' then customer_360.is_email_reachable
            when 'sms' then customer_360.is_sms_reachable
            else false
        end as is_reachable,
        case campaign_channels.channel
            when 'email' then customer_360.email_consent
            when 'sms' then customer_360.sms_consent
            else 'none'
        end as consent,
        case campaign_channels.channel
            when 'email' then customer_360.email
            when 'sms' then customer_360.phone
        end as address,
        customer_360.net_revenue_amount

    from campaigns

    inner join campaign_channels
        on campaigns.campaign = campaign_channels.campaign

    inner join int_candidates_unioned
        on campaigns.audience = int_candidates_unioned.audience

    inner join customer_360
        on int_candidates_unioned.customer_id = customer_360.customer_id

    where campaigns.is_active

),

channels_barred as (

    select
        campaign,
        holdout_share,
        cool_down_days,
        channel,
        channel_order,
        customer_id,
        reason,
        address,
        net_revenue_amount,
        case
            when is_suppressed then 'suppressed'
            when is_unsure then 'unsure_who'
            when not is_reachable then 'not_reachable'
            when consent <> 'granted' then 'no_consent'
        end as bar

    from channels_offered

),

addresses_ranked as (

    select
        campaign,
        holdout_share,
        cool_down_days,
        channel,
        channel_order,
        customer_id,
        reason,
        bar,
        row_number() over (
            partition by
                campaign, channel, address, case when bar is null then 0 else 1 end
            order by net_revenue_amount desc nulls last, customer_id asc nulls last
        ) as address_place

    from channels_barred

),

addresses_given_once as (

    select
        campaign,
        holdout_share,
        cool_down_days,
        channel,
        channel_order,
        customer_id,
        reason,
        case
            when bar is not null then bar
            when address_place > 1 then 'shared_address'
        end as bar

    from addresses_ranked

)

select * from addresses_given_once
