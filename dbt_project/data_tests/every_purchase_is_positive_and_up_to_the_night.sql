with

purchases as (

    select * from {{ ref('purchases') }}

),

wrong_purchases as (

    select * from purchases
    where
        net_amount <= 0
        or purchase_date > {{ as_of_date() }}

)

select * from wrong_purchases
