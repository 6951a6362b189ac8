with

int_candidates_decided as (

    select * from {{ ref('int_candidates_decided') }}

),

prior_memberships as (

    select * from {{ source('state', 'prior_memberships') }}

),

prior_members as (

    select
        segment as campaign,
        customer_id,
        min(since_date) as since_date

    from prior_memberships

    where mart = 'audiences'

    group by 1, 2

),

members as (

    select
        {{ as_of_date() }} as as_of,
        cast(int_candidates_decided.campaign as string) as campaign,
        cast(int_candidates_decided.channel as string) as channel,
        cast(int_candidates_decided.customer_id as string) as customer_id,
        cast(
            coalesce(prior_members.since_date, {{ as_of_date() }})
            as date
        ) as entered_on,
        int_candidates_decided.outcome,
        cast(int_candidates_decided.reason as string) as reason

    from int_candidates_decided

    left join prior_members
        on
            int_candidates_decided.campaign = prior_members.campaign
            and int_candidates_decided.customer_id = prior_members.customer_id

)

select * from members
