-- Two customers may have one address; what a channel sends, it gets once.
with

exports as (

    select * from {{ ref('exports') }}

),

addresses as (

    select
        campaign,
        channel,
        case channel when 'email' then email else phone end as address

    from exports

)

select
    campaign,
    channel,
    address,
    count(*) as member_count

from addresses

group by 1, 2, 3

having count(*) > 1
