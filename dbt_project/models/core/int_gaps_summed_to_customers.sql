-- A customer's own rhythm: the middle one of the days between their purchases.
with

purchases as (

    select * from {{ ref('purchases') }}

),

purchases_with_gaps as (

    select
        customer_id,
        {{ days_between(
            'lag(purchase_date) over (
                partition by customer_id order by purchase_date asc nulls last
            )',
            'purchase_date'
        ) }} as gap_days

    from purchases

),

gaps_summed as (

    select
        customer_id,
        {{ median_of('gap_days', 'bigint') }} as median_gap_days

    from purchases_with_gaps

    where gap_days is not null

    group by 1

)

select * from gaps_summed
