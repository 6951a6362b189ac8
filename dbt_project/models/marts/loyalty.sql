with

customer_loyalty as (

    select * from {{ ref('customer_loyalty') }}

),

int_members_engaged as (

    select * from {{ ref('int_members_engaged') }}

),

loyalty_tiers as (

    select * from {{ ref('loyalty_tiers') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

since_dates as (

    select
        customer_id,
        max(case when mart = 'loyalty_engagement' then since end) as engagement_since,
        max(case when mart = 'loyalty_tier' then since end) as tier_since

    from int_segments_dated

    group by 1

),

members as (

    select
        loyalty.customer_id,
        loyalty.is_member,
        engaged.loyalty_engagement,
        engaged.use_days,
        engaged.redemption_days,
        loyalty.tier as loyalty_tier,
        loyalty.tier_since_date,
        tiers.name_en as tier_name_en,
        tiers.name_zh as tier_name_zh,
        loyalty.next_tier,
        next_tiers.name_en as next_tier_name_en,
        next_tiers.name_zh as next_tier_name_zh,
        loyalty.spend_to_next_tier_amount,
        loyalty.points_balance,
        {{ floor_to_bigint('loyalty.points_balance') }} as whole_points,
        loyalty.points_expiring,
        {{ floor_to_bigint('loyalty.points_expiring') }} as whole_points_expiring,
        loyalty.points_expiring_date,
        loyalty.redemption_count,
        loyalty.stored_value_balance_amount

    from customer_loyalty as loyalty

    inner join int_members_engaged as engaged
        on loyalty.customer_id = engaged.customer_id

    left join loyalty_tiers as tiers
        on lower(loyalty.tier) = lower(tiers.tier)

    left join loyalty_tiers as next_tiers
        on loyalty.next_tier = next_tiers.tier

),

members_told as (

    select
        members.customer_id,
        members.loyalty_engagement,
        members.loyalty_tier,
        members.tier_since_date,
        members.points_balance,
        members.points_expiring,
        members.points_expiring_date,
        members.redemption_count,
        members.stored_value_balance_amount,
        members.next_tier,
        members.spend_to_next_tier_amount,
        case
            when members.loyalty_engagement is null
                then 'Nothing is known of a loyalty programme'
            when not members.is_member then 'Has no member card'
            else
                case
                    when members.loyalty_engagement = 'active_redeemer'
                        then
                            'Redeemed points '
                            || {{ days_ago('members.redemption_days') }}
                    when members.use_days is null
                        then 'Has a card and has never used it'
                    else 'Last used the card ' || {{ days_ago('members.use_days') }}
                end
                || '; ' || {{ counted('members.whole_points', 'point') }}
                || case
                    when
                        members.whole_points > 0
                        and members.whole_points_expiring = members.whole_points
                        then
                            ', all of them until '
                            || cast(members.points_expiring_date as string)
                    when members.whole_points_expiring > 0
                        then
                            ', '
                            || {{ whole_number_text('members.whole_points_expiring') }}
                            || ' of them until '
                            || cast(members.points_expiring_date as string)
                    else ''
                end
                || case
                    when members.loyalty_tier is null then ''
                    else
                        '; ' || coalesce(members.tier_name_en, members.loyalty_tier)
                        || ' since ' || cast(members.tier_since_date as string)
                end
                || case
                    when members.next_tier is null then ''
                    when members.spend_to_next_tier_amount = 0
                        then
                            ', has spent enough for '
                            || coalesce(members.next_tier_name_en, members.next_tier)
                    else
                        ', ' || {{ money_text('members.spend_to_next_tier_amount') }}
                        || ' short of '
                        || coalesce(members.next_tier_name_en, members.next_tier)
                end
                || case
                    when members.stored_value_balance_amount > 0
                        then
                            '; '
                            || {{ money_text('members.stored_value_balance_amount') }}
                            || ' on the card'
                    else ''
                end
        end as reason,
        case
            when members.loyalty_engagement is null then '没有会员体系的数据'
            when not members.is_member then '不是会员'
            else
                case
                    when members.loyalty_engagement = 'active_redeemer'
                        then
                            '最近一次兑换积分：'
                            || {{ days_ago_zh('members.redemption_days') }}
                    when members.use_days is null then '有会员卡，从未使用'
                    else
                        '最近一次使用会员卡：' || {{ days_ago_zh('members.use_days') }}
                end
                || '；' || {{ counted_zh('members.whole_points', '积分') }}
                || case
                    when
                        members.whole_points > 0
                        and members.whole_points_expiring = members.whole_points
                        then
                            '，全部将于 '
                            || cast(members.points_expiring_date as string) || ' 到期'
                    when members.whole_points_expiring > 0
                        then
                            '，其中 '
                            || {{ whole_number_text('members.whole_points_expiring') }}
                            || ' 将于 '
                            || cast(members.points_expiring_date as string) || ' 到期'
                    else ''
                end
                || case
                    when members.loyalty_tier is null then ''
                    else
                        '；' || coalesce(members.tier_name_zh, members.loyalty_tier)
                        || '（自 ' || cast(members.tier_since_date as string) || '）'
                end
                || case
                    when members.next_tier is null then ''
                    when members.spend_to_next_tier_amount = 0
                        then
                            '，消费已达'
                            || coalesce(members.next_tier_name_zh, members.next_tier)
                    else
                        '，距'
                        || coalesce(members.next_tier_name_zh, members.next_tier)
                        || '还差 '
                        || {{ money_text('members.spend_to_next_tier_amount') }}
                end
                || case
                    when members.stored_value_balance_amount > 0
                        then
                            '；储值余额 '
                            || {{ money_text('members.stored_value_balance_amount') }}
                    else ''
                end
        end as reason_zh,
        since_dates.engagement_since,
        since_dates.tier_since

    from members

    left join since_dates
        on members.customer_id = since_dates.customer_id

)

select * from members_told
