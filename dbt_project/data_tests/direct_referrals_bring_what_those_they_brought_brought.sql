-- Whoever was brought was brought by one: their money counts once for all advocates.
with

referrals as (

    select * from {{ ref('referrals') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

customer_referrals as (

    select * from {{ ref('customer_referrals') }}

),

totals as (

    select
        (
            select coalesce(sum(customer_features.net_revenue_amount), 0)
            from referrals
            inner join customer_features
                on referrals.customer_id = customer_features.customer_id
            where referrals.referral_class = 'counted'
        ) as referred_amount,
        (
            select coalesce(sum(direct_referral_revenue_amount), 0)
            from customer_referrals
        ) as brought_amount

),

differences as (

    select * from totals
    where referred_amount <> brought_amount

)

select * from differences
