-- One row per campaign, channel and candidate, with what bars that channel, if
-- anything; the first bar that applies is the one that is told.
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
        case campaign_channels.channel
            when 'email' then customer_360.is_email_reachable
            when 'sms' then customer_360.is_sms_reachable
            else false
        end as is_reachable,
        case campaign_channels.channel
            when 'email' then customer_360.email_consent
            when 'sms' then customer_360.sms_consent
            else 'none'
        end as consent

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
        case
            when is_suppressed then 'suppressed'
            when not is_reachable then 'not_reachable'
            when consent <> 'granted' then 'no_consent'
        end as bar

    from channels_offered

)

select * from channels_barred
