-- What took whom to which step within the window. Interactions of nobody known are here
-- without a customer.
with

interactions as (

    select * from {{ ref('interactions') }}

),

customers as (

    select * from {{ ref('customers') }}

),

int_purchases_placed as (

    select * from {{ ref('int_purchases_placed') }}

),

purchases_of_who_stays as (

    select customer_id

    from int_purchases_placed

    group by 1

    having
        sum(case when is_in_window then 1 else 0 end)
        >= {{ segment_threshold('journey_stay_purchases') }}
        and sum(case when is_in_window then 0 else 1 end) > 0

),

interactions_placed as (

    select
        customer_id,
        case
            when kind = 'visit' then 'comes_in'
            when kind = 'browse' then 'looks'
            else 'asks'
        end as step,
        kind,
        occurred_date

    from interactions

    where
        {{ days_between('occurred_date', as_of_date()) }}
        < {{ segment_threshold('journey_days') }}

),

joined as (

    select
        customer_id,
        'comes_in' as step,
        'joined' as kind,
        joined_date as occurred_date

    from customers

    where
        joined_date <= {{ as_of_date() }}
        and {{ days_between('joined_date', as_of_date()) }}
        < {{ segment_threshold('journey_days') }}

),

purchases_in_window as (

    select
        customer_id,
        purchase_date,
        purchase_number,
        product_count

    from int_purchases_placed

    where is_in_window

),

events as (

    select customer_id, step, kind, occurred_date from interactions_placed

    union all

    select customer_id, step, kind, occurred_date from joined

    union all

    select customer_id, 'buys' as step, 'purchase' as kind, purchase_date
    from purchases_in_window

    union all

    select customer_id, 'buys_more' as step, 'purchase' as kind, purchase_date
    from purchases_in_window
    where product_count >= {{ segment_threshold('journey_more_products') }}

    union all

    select customer_id, 'comes_back' as step, 'purchase' as kind, purchase_date
    from purchases_in_window
    where purchase_number > 1

    union all

    select
        purchases_in_window.customer_id,
        'stays' as step,
        'purchase' as kind,
        purchases_in_window.purchase_date

    from purchases_in_window

    inner join purchases_of_who_stays
        on purchases_in_window.customer_id = purchases_of_who_stays.customer_id

),

typed as (

    select
        customer_id,
        cast(step as string) as step,
        cast(kind as string) as kind,
        cast(occurred_date as date) as occurred_date

    from events

)

select * from typed
