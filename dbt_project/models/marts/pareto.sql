with

int_buyers_ranked as (

    select * from {{ ref('int_buyers_ranked') }}

),

buyers_marked as (

    select
        net_revenue_amount,
        brought_amount,
        value_position,
        buyer_count,
        brought_amount > 0
        and 5 * (brought_to_here_amount - brought_amount)
        < 4 * all_brought_amount as is_needed_for_80,
        value_position * 5 < buyer_count + 5 as is_in_first_fifth

    from int_buyers_ranked

),

buyers_summed as (

    select
        cast(count(*) as bigint) as customer_count,
        cast(
            count(case when net_revenue_amount <= 0 then 1 end) as bigint
        ) as customer_without_revenue_count,
        cast(
            count(case when is_needed_for_80 then 1 end) as bigint
        ) as top_80_customer_count,
        cast(coalesce(sum(brought_amount), 0) as decimal(18, 2)) as revenue_amount,
        cast(
            coalesce(sum(net_revenue_amount), 0) as decimal(18, 2)
        ) as net_revenue_amount,
        cast(
            coalesce(sum(case when is_in_first_fifth then brought_amount end), 0)
            as decimal(18, 2)
        ) as top_20_revenue_amount

    from buyers_marked

),

shares as (

    select
        customer_count,
        customer_without_revenue_count,
        revenue_amount,
        net_revenue_amount,
        top_80_customer_count,
        {{ divide_to_share(
            'top_80_customer_count', 'customer_count'
        ) }} as top_80_customer_share,
        top_20_revenue_amount,
        {{ divide_to_share(
            'top_20_revenue_amount', 'revenue_amount'
        ) }} as top_20_revenue_share

    from buyers_summed

),

shares_told as (

    select
        customer_count,
        customer_without_revenue_count,
        revenue_amount,
        net_revenue_amount,
        top_80_customer_count,
        top_80_customer_share,
        top_20_revenue_amount,
        top_20_revenue_share,
        case
            when revenue_amount > 0
                then
                    {{ percent_text('top_80_customer_share') }}
                    || ' of the customers bring 80% of the revenue; the best 20% bring '
                    || {{ percent_text('top_20_revenue_share') }}
            else 'No customer has brought revenue'
        end as reason,
        case
            when revenue_amount > 0
                then
                    {{ percent_text('top_80_customer_share') }}
                    || ' 的顾客带来 80% 的收入；最好的 20% 顾客带来 '
                    || {{ percent_text('top_20_revenue_share') }}
            else '尚无顾客带来收入'
        end as reason_zh

    from shares

)

select * from shares_told
