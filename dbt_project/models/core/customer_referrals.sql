with

customers as (

    select * from {{ ref('customers') }}

),

referrals as (

    select * from {{ ref('referrals') }}

),

int_referrers_above as (

    select * from {{ ref('int_referrers_above') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

brought as (

    select
        above.referrer_customer_id as customer_id,
        above.level,
        case when features.purchase_count > 0 then 1 else 0 end as buyer_count,
        features.net_revenue_amount

    from int_referrers_above as above

    inner join customer_features as features
        on above.customer_id = features.customer_id

),

brought_summed as (

    select
        customer_id,
        sum(case when level = 1 then 1 else 0 end) as direct_count,
        sum(case when level > 1 then 1 else 0 end) as indirect_count,
        sum(case when level = 1 then buyer_count else 0 end) as direct_buyer_count,
        sum(case when level = 1 then net_revenue_amount else 0 end)
            as direct_revenue_amount,
        sum(case when level > 1 then net_revenue_amount else 0 end)
            as indirect_revenue_amount,
        max(level) as chain_depth

    from brought

    group by 1

),

referrers as (

    select
        customer_id,
        referrer_customer_id

    from referrals

    where referral_class = 'counted'

),

final as (

    select
        customers.customer_id,
        referrers.referrer_customer_id as referred_by_customer_id,
        cast(coalesce(brought_summed.direct_count, 0) as bigint)
            as direct_referral_count,
        cast(coalesce(brought_summed.indirect_count, 0) as bigint)
            as indirect_referral_count,
        cast(coalesce(brought_summed.direct_buyer_count, 0) as bigint)
            as referred_buyer_count,
        cast(coalesce(brought_summed.direct_revenue_amount, 0) as decimal(18, 2))
            as direct_referral_revenue_amount,
        cast(coalesce(brought_summed.indirect_revenue_amount, 0) as decimal(18, 2))
            as indirect_referral_revenue_amount,
        cast(coalesce(brought_summed.chain_depth, 0) as bigint)
            as referral_chain_depth

    from customers

    left join referrers
        on customers.customer_id = referrers.customer_id

    left join brought_summed
        on customers.customer_id = brought_summed.customer_id

)

select * from final
