-- Who stands above whom, up to four levels: a fixed number, because not every engine
-- can go on until there is no more. A chain that comes back upon itself ends there, so
-- nobody is above themselves or above anybody twice.
with

referrals as (

    select * from {{ ref('referrals') }}

),

referrers as (

    select
        customer_id,
        referrer_customer_id

    from referrals

    where referral_class = 'counted'

),

{{ referrers_by_level('referrers', 4) }}

select * from referrers_above
