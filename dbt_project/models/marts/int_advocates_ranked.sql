with

customer_referrals as (

    select * from {{ ref('customer_referrals') }}

),

advocates_ranked as (

    select
        customer_id,
        direct_referral_count,
        indirect_referral_count,
        referred_buyer_count,
        direct_referral_revenue_amount,
        indirect_referral_revenue_amount,
        referral_chain_depth,
        case
            when referred_buyer_count >= {{ segment_threshold('advocate_buyer_count') }}
                then 'brings_many'
            when referred_buyer_count > 0 then 'brings_buyers'
            else 'brings_visitors'
        end as advocate_group

    from customer_referrals

    where direct_referral_count > 0

)

select * from advocates_ranked
