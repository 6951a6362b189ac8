with

predicted_sales as (

    select * from {{ source('state', 'predicted_sales') }}

),

sales_forecast as (

    select
        store_id,
        category,
        sales_date,
        expected_amount,
        low_amount,
        high_amount

    from predicted_sales

)

select * from sales_forecast
