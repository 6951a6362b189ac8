-- A store, channel or cashier is compared with all that have a name together: what is
-- sold where nobody stands at a till is no measure of those who do.
with

int_registration_summed as (

    select * from {{ ref('int_registration_summed') }}

),

shares as (

    select
        division,
        order_month,
        store_id,
        channel,
        cashier,
        order_count,
        known_customer_order_count,
        net_revenue_amount,
        known_customer_net_revenue_amount,
        {{ divide_to_share('known_customer_order_count', 'order_count') }}
            as known_customer_order_share,
        case
            when
                known_customer_net_revenue_amount >= 0
                and known_customer_net_revenue_amount <= net_revenue_amount
                then
                    {{ divide_to_share(
                        'known_customer_net_revenue_amount', 'net_revenue_amount'
                    ) }}
        end as known_customer_revenue_share,
        is_named
        and order_count >= {{ segment_threshold('registration_least_orders') }}
            as is_compared,
        sum(case when is_named then order_count else 0 end) over (
            partition by division, order_month
        ) as named_order_count,
        sum(case when is_named then known_customer_order_count else 0 end) over (
            partition by division, order_month
        ) as named_known_order_count

    from int_registration_summed

),

shares_compared as (

    select
        division,
        order_month,
        store_id,
        channel,
        cashier,
        order_count,
        known_customer_order_count,
        net_revenue_amount,
        known_customer_net_revenue_amount,
        known_customer_order_share,
        known_customer_revenue_share,
        is_compared,
        {{ divide_to_share('named_known_order_count', 'named_order_count') }}
            as division_order_share,
        cast(
            row_number() over (
                partition by division, order_month, is_compared
                order by
                    known_customer_order_share asc nulls last,
                    order_count desc nulls last,
                    store_id asc nulls last,
                    channel asc nulls last,
                    cashier asc nulls last
            ) as bigint
        ) as place

    from shares

),

shares_judged as (

    select
        division,
        order_month,
        store_id,
        channel,
        cashier,
        order_count,
        known_customer_order_count,
        net_revenue_amount,
        known_customer_net_revenue_amount,
        known_customer_order_share,
        known_customer_revenue_share,
        division_order_share,
        place,
        is_compared
        and known_customer_order_share
        <= division_order_share - {{ segment_threshold('registration_gap_share') }}
            as is_far_below

    from shares_compared

)

select * from shares_judged
