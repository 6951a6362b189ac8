with

order_lines as (

    select * from {{ ref('order_lines') }}

),

reconciliation as (

    select * from {{ ref('reconciliation') }}

),

totals as (

    select
        (select coalesce(sum(net_amount), 0) from order_lines) as lines_amount,
        (
            select coalesce(sum(amount), 0) from reconciliation
            where class = 'counted'
        ) as reconciled_amount

),

differences as (

    select * from totals
    where lines_amount <> reconciled_amount

)

select * from differences
