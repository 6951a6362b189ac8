with

customers as (

    select * from {{ ref('customers') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

customer_referrals as (

    select * from {{ ref('customer_referrals') }}

),

int_institutions_weighed as (

    select * from {{ ref('int_institutions_weighed') }}

),

int_flag_words_found as (

    select * from {{ ref('int_flag_words_found') }}

),

int_gift_orders as (

    select * from {{ ref('int_gift_orders') }}

),

words_pivoted as (

    select
        customer_id,
        max(case when place = 'tags' and flag = 'employee' then word end)
            as employee_word,
        max(case when place = 'tags' and flag = 'reseller' then word end)
            as reseller_word,
        max(case when place in ('name', 'email') and flag = 'test' then word end)
            as test_word

    from int_flag_words_found

    group by 1

),

gifts_summed as (

    select
        customer_id,
        cast(count(*) as bigint) as gift_order_count

    from int_gift_orders

    group by 1

),

buyers_ranked as (

    select
        customer_id,
        rank() over (order by net_revenue_amount desc nulls last) as revenue_rank,
        count(*) over () as buyer_count

    from customer_features

    where net_revenue_amount > 0

),

final as (

    select
        customers.customer_id,
        coalesce(institutions.institution_kind = 'company', false) as is_business,
        coalesce(
            institutions.institution_kind in ('school', 'hospital', 'government'), false
        ) as is_institution,
        institutions.buys_by_the_box or institutions.places_large_orders
            as is_bulk_buyer,
        coalesce(
            words_pivoted.reseller_word is not null
            or (
                (
                    customers.record_count
                    > {{ segment_threshold('reseller_record_count') }}
                    or institutions.institution_kind = 'bulk_buyer'
                )
                and buyers_ranked.revenue_rank
                <= buyers_ranked.buyer_count
                * {{ segment_threshold('reseller_top_share') }}
            ),
            false
        ) as is_reseller,
        words_pivoted.employee_word is not null as is_employee,
        words_pivoted.test_word is not null as is_test_account,
        coalesce(
            buyers_ranked.revenue_rank
            <= buyers_ranked.buyer_count
            * {{ segment_threshold('outlier_top_share') }},
            false
        ) as is_outlier,
        coalesce(gifts_summed.gift_order_count, 0)
        >= {{ segment_threshold('gift_order_count') }} as is_gift_giver,
        cast(coalesce(gifts_summed.gift_order_count, 0) as bigint) as gift_order_count,
        customer_referrals.referred_buyer_count > 0 as is_advocate

    from customers

    inner join int_institutions_weighed as institutions
        on customers.customer_id = institutions.customer_id

    inner join customer_referrals
        on customers.customer_id = customer_referrals.customer_id

    left join words_pivoted
        on customers.customer_id = words_pivoted.customer_id

    left join gifts_summed
        on customers.customer_id = gifts_summed.customer_id

    left join buyers_ranked
        on customers.customer_id = buyers_ranked.customer_id

)

select * from final
