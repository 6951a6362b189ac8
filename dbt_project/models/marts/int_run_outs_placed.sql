-- Where tonight lies in the range in which each customer runs out of each thing.
with

predicted_run_outs as (

    select * from {{ source('state', 'predicted_run_outs') }}

),

customers as (

    select * from {{ ref('customers') }}

),

products as (

    select * from {{ ref('products') }}

),

run_outs_named as (

    select
        run_outs.customer_id,
        run_outs.product_id,
        products.product_name,
        run_outs.category,
        run_outs.latest_purchase_date,
        run_outs.quantity,
        run_outs.days_per_unit,
        run_outs.own_interval_count,
        run_outs.everyone_days_per_unit,
        run_outs.run_out_low_date,
        run_outs.run_out_date,
        run_outs.run_out_high_date,
        run_outs.is_given_up,
        {{ days_between('run_outs.latest_purchase_date', 'run_outs.run_out_date') }}
            as lasting_days,
        {{ days_between(as_of_date(), 'run_outs.run_out_date') }}
            as days_until_run_out,
        {{ days_between(as_of_date(), 'run_outs.run_out_low_date') }}
            as days_until_low,
        {{ days_between('run_outs.run_out_high_date', as_of_date()) }}
            as overdue_days

    from predicted_run_outs as run_outs

    -- Of a sample of customers the others' are left out.
    inner join customers
        on run_outs.customer_id = customers.customer_id

    left join products
        on run_outs.product_id = products.product_id

),

run_outs_placed as (

    select
        customer_id,
        product_id,
        product_name,
        category,
        latest_purchase_date,
        quantity,
        days_per_unit,
        own_interval_count,
        everyone_days_per_unit,
        run_out_low_date,
        run_out_date,
        run_out_high_date,
        lasting_days,
        days_until_run_out,
        days_until_low,
        overdue_days,
        case
            when is_given_up then 'given_up'
            when overdue_days > 0 then 'overdue'
            when days_until_low <= 0 then 'due'
            when days_until_low <= {{ segment_threshold('replenishment_soon_days') }}
                then 'soon'
            else 'not_yet'
        end as buy_window

    from run_outs_named

)

select * from run_outs_placed
