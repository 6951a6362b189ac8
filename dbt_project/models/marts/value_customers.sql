with

int_customers_valued as (

    select * from {{ ref('int_customers_valued') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

customers_told as (

    select
        valued.customer_id,
        valued.value_role,
        valued.value_role_count,
        valued.is_frequent_buyer,
        valued.is_big_spender,
        valued.is_referrer,
        valued.purchase_count,
        valued.frequency_rank,
        valued.net_revenue_amount,
        valued.value_rank,
        valued.direct_referral_count,
        valued.direct_referral_revenue_amount,
        case
            when valued.is_frequent_buyer
                then
                    'buys often ('
                    || {{ counted('valued.purchase_count', 'purchase') }}
                    || ', number ' || {{ whole_number_text('valued.frequency_rank') }}
                    || ' of ' || {{ whole_number_text('valued.buyer_count') }} || ')'
        end as often_text,
        case
            when valued.is_big_spender
                then
                    'spends much (' || {{ money_text('valued.net_revenue_amount') }}
                    || ', number ' || {{ whole_number_text('valued.value_rank') }}
                    || ' of ' || {{ whole_number_text('valued.buyer_count') }} || ')'
        end as much_text,
        case
            when valued.is_referrer
                then
                    'brings others ('
                    || {{ counted('valued.direct_referral_count', 'customer') }} || ', '
                    || {{ money_text('valued.direct_referral_revenue_amount') }} || ')'
        end as brings_text,
        case
            when valued.is_frequent_buyer
                then
                    '常来购买（' || {{ counted_zh('valued.purchase_count', '次') }}
                    || '，第 ' || {{ whole_number_text('valued.frequency_rank') }}
                    || ' / ' || {{ whole_number_text('valued.buyer_count') }} || '）'
        end as often_text_zh,
        case
            when valued.is_big_spender
                then
                    '消费高（' || {{ money_text('valued.net_revenue_amount') }}
                    || '，第 ' || {{ whole_number_text('valued.value_rank') }}
                    || ' / ' || {{ whole_number_text('valued.buyer_count') }} || '）'
        end as much_text_zh,
        case
            when valued.is_referrer
                then
                    '带来他人（'
                    || {{ counted_zh('valued.direct_referral_count', '位') }} || '，'
                    || {{ money_text('valued.direct_referral_revenue_amount') }} || '）'
        end as brings_text_zh,
        dated.since

    from int_customers_valued as valued

    left join int_segments_dated as dated
        on
            dated.mart = 'value_customers'
            and valued.customer_id = dated.customer_id

    where valued.value_role is not null

),

reasons_joined as (

    select
        customer_id,
        value_role,
        value_role_count,
        is_frequent_buyer,
        is_big_spender,
        is_referrer,
        purchase_count,
        frequency_rank,
        net_revenue_amount,
        value_rank,
        direct_referral_count,
        direct_referral_revenue_amount,
        {{ joined_parts(['often_text', 'much_text', 'brings_text'], '; ', '') }}
            as roles_text,
        {{ joined_parts(
            ['often_text_zh', 'much_text_zh', 'brings_text_zh'], '；', ''
        ) }} as reason_zh,
        since

    from customers_told

),

reasons_begun as (

    select
        customer_id,
        value_role,
        value_role_count,
        is_frequent_buyer,
        is_big_spender,
        is_referrer,
        purchase_count,
        frequency_rank,
        net_revenue_amount,
        value_rank,
        direct_referral_count,
        direct_referral_revenue_amount,
        upper(substr(roles_text, 1, 1)) || substr(roles_text, 2) as reason,
        reason_zh,
        since

    from reasons_joined

)

select * from reasons_begun
