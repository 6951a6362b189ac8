-- Who returned as much as they bought brings nothing: their revenue is not taken from
-- what the others bring, or more than all of it would seem to come from some.
with

customer_features as (

    select * from {{ ref('customer_features') }}

),

buyers as (

    select
        customer_id,
        cast(net_revenue_amount as decimal(18, 2)) as net_revenue_amount,
        cast(
            case when net_revenue_amount > 0 then net_revenue_amount else 0 end
            as decimal(18, 2)
        ) as brought_amount

    from customer_features

    where purchase_count > 0

),

buyers_ranked as (

    select
        customer_id,
        net_revenue_amount,
        brought_amount,
        cast(
            rank() over (order by net_revenue_amount desc nulls last) as bigint
        ) as value_rank,
        cast(
            row_number() over (
                order by net_revenue_amount desc nulls last, customer_id asc nulls last
            ) as bigint
        ) as value_position,
        cast(count(*) over () as bigint) as buyer_count,
        cast(sum(brought_amount) over () as decimal(18, 2)) as all_brought_amount,
        cast(
            sum(brought_amount) over (
                order by net_revenue_amount desc nulls last, customer_id asc nulls last
                rows between unbounded preceding and current row
            ) as decimal(18, 2)
        ) as brought_to_here_amount,
        cast(
            sum(brought_amount) over (
                order by net_revenue_amount desc nulls last
                range between unbounded preceding and current row
            ) as decimal(18, 2)
        ) as brought_by_equals_and_better_amount,
        cast(
            sum(brought_amount) over (partition by net_revenue_amount)
            as decimal(18, 2)
        ) as brought_by_equals_amount

    from buyers

)

select * from buyers_ranked
