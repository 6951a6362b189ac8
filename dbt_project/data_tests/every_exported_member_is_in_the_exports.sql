with

members as (

    select * from {{ ref('members') }}

),

exports as (

    select * from {{ ref('exports') }}

)

select
    members.campaign,
    members.channel,
    members.customer_id

from members

left join exports
    on
        members.campaign = exports.campaign
        and members.channel = exports.channel
        and members.customer_id = exports.customer_id

where
    members.outcome = 'exported'
    and exports.customer_id is null
