with

int_buyers_ranked as (

    select * from {{ ref('int_buyers_ranked') }}

),

percents as (

    {{ whole_numbers('customer_percent', 1, 100) }}

),

population as (

    select cast(count(*) as bigint) as buyer_count

    from int_buyers_ranked

),

last_positions as (

    select
        percents.customer_percent,
        cast(
            {{ whole_quotient(
                '(percents.customer_percent * population.buyer_count + 99)', '100'
            ) }} as bigint
        ) as customer_count

    from percents

    cross join population

),

percents_summed as (

    select
        last_positions.customer_percent,
        last_positions.customer_count,
        int_buyers_ranked.buyer_count,
        int_buyers_ranked.brought_to_here_amount as revenue_amount,
        {{ divide_to_share(
            'int_buyers_ranked.brought_to_here_amount',
            'int_buyers_ranked.all_brought_amount'
        ) }} as revenue_share

    from last_positions

    inner join int_buyers_ranked
        on last_positions.customer_count = int_buyers_ranked.value_position

),

percents_told as (

    select
        customer_percent,
        customer_count,
        revenue_amount,
        revenue_share,
        'The best ' || {{ whole_number_text('customer_percent') }} || '% ('
        || {{ whole_number_text('customer_count') }} || ' of '
        || {{ counted('buyer_count', 'customer') }} || ') bring '
        || coalesce({{ percent_text('revenue_share') }}, 'none')
        || ' of the revenue' as reason,
        '最好的 ' || {{ whole_number_text('customer_percent') }} || '%（'
        || {{ counted_zh('buyer_count', '位顾客') }} || '中的 '
        || {{ whole_number_text('customer_count') }} || ' 位）带来 '
        || coalesce({{ percent_text('revenue_share') }}, '0%') || ' 的收入'
            as reason_zh

    from percents_summed

)

select * from percents_told
