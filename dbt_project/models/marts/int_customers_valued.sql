-- Three ways to be valuable, each on its own: to buy often, to spend much, to bring
-- others. Equal values are on the same side of a cut.
with

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_buyers_ranked as (

    select * from {{ ref('int_buyers_ranked') }}

),

customer_referrals as (

    select * from {{ ref('customer_referrals') }}

),

buyers_ranked as (

    select
        customer_id,
        purchase_count,
        cast(
            rank() over (order by purchase_count desc nulls last) as bigint
        ) as frequency_rank

    from customer_features

    where purchase_count > 0

),

customers_joined as (

    select
        customer_features.customer_id,
        customer_features.purchase_count,
        buyers_ranked.frequency_rank,
        customer_features.net_revenue_amount,
        int_buyers_ranked.value_rank,
        int_buyers_ranked.buyer_count,
        customer_referrals.direct_referral_count,
        customer_referrals.direct_referral_revenue_amount,
        coalesce(
            buyers_ranked.frequency_rank - 1
            < {{ segment_threshold('value_often_top_share') }}
            * int_buyers_ranked.buyer_count
            and customer_features.purchase_count
            >= {{ segment_threshold('value_often_purchases') }},
            false
        ) as is_frequent_buyer,
        coalesce(
            int_buyers_ranked.value_rank - 1
            < {{ segment_threshold('value_much_top_share') }}
            * int_buyers_ranked.buyer_count
            and customer_features.net_revenue_amount > 0,
            false
        ) as is_big_spender,
        customer_referrals.direct_referral_count
        >= {{ segment_threshold('value_referral_count') }} as is_referrer

    from customer_features

    inner join customer_referrals
        on customer_features.customer_id = customer_referrals.customer_id

    left join buyers_ranked
        on customer_features.customer_id = buyers_ranked.customer_id

    left join int_buyers_ranked
        on customer_features.customer_id = int_buyers_ranked.customer_id

),

customers_valued as (

    select
        customer_id,
        purchase_count,
        frequency_rank,
        net_revenue_amount,
        value_rank,
        buyer_count,
        direct_referral_count,
        direct_referral_revenue_amount,
        is_frequent_buyer,
        is_big_spender,
        is_referrer,
        cast(
            case when is_frequent_buyer then 1 else 0 end
            + case when is_big_spender then 1 else 0 end
            + case when is_referrer then 1 else 0 end
            as bigint
        ) as value_role_count,
        case
            when is_frequent_buyer and is_big_spender and is_referrer then 'all_three'
            when is_frequent_buyer and is_big_spender then 'often_and_much'
            when is_frequent_buyer and is_referrer then 'often_and_brings'
            when is_big_spender and is_referrer then 'much_and_brings'
            when is_frequent_buyer then 'often'
            when is_big_spender then 'much'
            when is_referrer then 'brings'
        end as value_role

    from customers_joined

)

select * from customers_valued
