-- By category or in all, a customer's money is the same money.
with

customer_categories as (

    select * from {{ ref('customer_categories') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

categories_summed as (

    select
        customer_id,
        sum(net_revenue_amount) as net_revenue_amount

    from customer_categories

    group by 1

),

differences as (

    select customer_features.customer_id

    from customer_features

    left join categories_summed
        on customer_features.customer_id = categories_summed.customer_id

    where
        customer_features.net_revenue_amount
        <> coalesce(categories_summed.net_revenue_amount, 0)

)

select * from differences
