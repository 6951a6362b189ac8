with

purchases as (

    select * from {{ ref('purchases') }}

),

purchases_numbered as (

    select
        customer_id,
        purchase_date,
        net_amount,
        {{ days_between('purchase_date', as_of_date()) }} as days_ago,
        row_number() over (
            partition by customer_id
            order by purchase_date asc nulls last
        ) as purchase_place

    from purchases

),

summed as (

    select
        customer_id,
        cast(count(*) as bigint) as purchase_count,
        cast(sum(case when days_ago < 365 then 1 else 0 end) as bigint)
            as purchase_count_365d,
        min(purchase_date) as first_purchase_date,
        max(case when purchase_place = 2 then purchase_date end)
            as second_purchase_date,
        max(purchase_date) as latest_purchase_date,
        cast(sum(net_amount) as decimal(18, 2)) as purchase_amount

    from purchases_numbered

    group by 1

),

measured as (

    select
        customer_id,
        purchase_count,
        purchase_count_365d,
        first_purchase_date,
        second_purchase_date,
        latest_purchase_date,
        {{ days_between('latest_purchase_date', as_of_date()) }} as recency_days,
        {{ days_between('first_purchase_date', as_of_date()) }} as tenure_days,
        {{ divide('purchase_amount', 'purchase_count') }} as average_purchase_amount,
        {{ divide(
            days_between('first_purchase_date', 'latest_purchase_date'),
            'purchase_count - 1', 18, 4
        ) }} as average_gap_days

    from summed

)

select * from measured
