with

members as (

    select * from {{ ref('members') }}

)

select
    campaign,
    customer_id,
    count(*) as channel_count

from members

where outcome in ('exported', 'held_out')

group by 1, 2

having count(*) > 1
