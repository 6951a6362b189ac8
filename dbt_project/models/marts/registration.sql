with

int_registration_compared as (

    select * from {{ ref('int_registration_compared') }}

),

sales_counted as (

    select
        division,
        order_month,
        {{ add_months('order_month', '1') }}
        <= {{ add_days(as_of_date(), 1) }} as is_complete,
        store_id,
        channel,
        cashier,
        order_count,
        known_customer_order_count,
        order_count - known_customer_order_count as unknown_customer_order_count,
        known_customer_order_share,
        net_revenue_amount,
        known_customer_net_revenue_amount,
        cast(
            net_revenue_amount - known_customer_net_revenue_amount as decimal(18, 2)
        ) as unknown_customer_net_revenue_amount,
        known_customer_revenue_share,
        division_order_share,
        is_far_below,
        is_far_below and place = 1 as is_worst

    from int_registration_compared

),

sales_told as (

    select
        division,
        order_month,
        is_complete,
        store_id,
        channel,
        cashier,
        order_count,
        known_customer_order_count,
        unknown_customer_order_count,
        known_customer_order_share,
        net_revenue_amount,
        known_customer_net_revenue_amount,
        unknown_customer_net_revenue_amount,
        known_customer_revenue_share,
        division_order_share,
        is_far_below,
        is_worst,
        case
            when order_count = 0 then 'No sales'
            else
                {{ percent_text('known_customer_order_share') }} || ' of '
                || {{ counted('order_count', 'sale') }} || ' name a customer; '
                || {{ counted('unknown_customer_order_count', 'sale') }}
                || ' and ' || {{ money_text('unknown_customer_net_revenue_amount') }}
                || ' of net revenue name none'
        end
        || case
            when is_far_below
                then
                    ' (all ' || division || 's together: '
                    || {{ percent_text('division_order_share') }}
                    || case when is_worst then ', none is lower)' else ')' end
            else ''
        end as reason,
        case
            when order_count = 0 then '无销售'
            else
                {{ counted_zh('order_count', '笔销售') }} || '中 '
                || {{ percent_text('known_customer_order_share') }}
                || ' 登记了顾客；'
                || {{ counted_zh('unknown_customer_order_count', '笔') }}
                || '、净收入 '
                || {{ money_text('unknown_customer_net_revenue_amount') }}
                || ' 未登记'
        end
        || case
            when is_far_below
                then
                    '（全部'
                    || case division
                        when 'store' then '门店'
                        when 'channel' then '渠道'
                        else '收银员'
                    end || '合计：'
                    || {{ percent_text('division_order_share') }}
                    || case when is_worst then '，此为最低）' else '）' end
            else ''
        end as reason_zh

    from sales_counted

)

select * from sales_told
