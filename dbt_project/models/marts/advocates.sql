with

int_advocates_ranked as (

    select * from {{ ref('int_advocates_ranked') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

advocates_told as (

    select
        advocates.customer_id,
        advocates.advocate_group,
        advocates.direct_referral_count,
        advocates.indirect_referral_count,
        advocates.referred_buyer_count,
        advocates.direct_referral_revenue_amount,
        advocates.indirect_referral_revenue_amount,
        advocates.referral_chain_depth,
        'Brought ' || {{ counted('advocates.direct_referral_count', 'customer') }}
        || ', ' || {{ whole_number_text('advocates.referred_buyer_count') }}
        || ' of whom bought for '
        || {{ money_text('advocates.direct_referral_revenue_amount') }}
        || case
            when advocates.indirect_referral_count > 0
                then
                    '; these brought '
                    || {{ whole_number_text('advocates.indirect_referral_count') }}
                    || ' more, worth '
                    || {{ money_text('advocates.indirect_referral_revenue_amount') }}
            else ''
        end as reason,
        '带来 ' || {{ counted_zh('advocates.direct_referral_count', '位顾客') }}
        || '，其中 ' || {{ counted_zh('advocates.referred_buyer_count', '位已购买') }}
        || '，' || {{ money_text('advocates.direct_referral_revenue_amount') }}
        || case
            when advocates.indirect_referral_count > 0
                then
                    '；他们又带来 '
                    || {{ counted_zh('advocates.indirect_referral_count', '位') }}
                    || '，'
                    || {{ money_text('advocates.indirect_referral_revenue_amount') }}
            else ''
        end as reason_zh,
        dated.since

    from int_advocates_ranked as advocates

    left join int_segments_dated as dated
        on
            dated.mart = 'advocates'
            and advocates.customer_id = dated.customer_id

)

select * from advocates_told
