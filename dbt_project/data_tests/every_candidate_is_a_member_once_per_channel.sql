with

int_candidates_unioned as (

    select * from {{ ref('int_candidates_unioned') }}

),

campaigns as (

    select * from {{ ref('campaigns') }}

),

campaign_channels as (

    select * from {{ ref('campaign_channels') }}

),

members as (

    select * from {{ ref('members') }}

),

candidates_expected as (

    select
        campaigns.campaign,
        campaign_channels.channel,
        count(*) as candidate_count

    from int_candidates_unioned

    inner join campaigns
        on int_candidates_unioned.audience = campaigns.audience

    inner join campaign_channels
        on campaigns.campaign = campaign_channels.campaign

    where campaigns.is_active

    group by 1, 2

),

members_counted as (

    select
        campaign,
        channel,
        count(*) as member_count

    from members

    group by 1, 2

)

select
    candidates_expected.campaign,
    candidates_expected.channel,
    candidates_expected.candidate_count,
    members_counted.member_count

from candidates_expected

full outer join members_counted
    on
        candidates_expected.campaign = members_counted.campaign
        and candidates_expected.channel = members_counted.channel

where
    candidates_expected.candidate_count is null
    or members_counted.member_count is null
    or candidates_expected.candidate_count <> members_counted.member_count
