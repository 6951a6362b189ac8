-- The cell of each buyer in the grid of value now by value to come.
with

int_buyers_ranked as (

    select * from {{ ref('int_buyers_ranked') }}

),

int_buyers_expected as (

    select * from {{ ref('int_buyers_expected') }}

),

potentials_levelled as (

    select
        ranked.customer_id,
        ranked.net_revenue_amount,
        ranked.value_rank,
        ranked.buyer_count,
        expected.expected_revenue_365d_amount,
        expected.expected_value_rank,
        expected.predicted_buyer_count,
        {{ value_level('ranked.value_rank', 'ranked.buyer_count') }} as value_now,
        {{ value_level(
            'expected.expected_value_rank', 'expected.predicted_buyer_count'
        ) }} as value_to_come

    from int_buyers_ranked as ranked

    inner join int_buyers_expected as expected
        on ranked.customer_id = expected.customer_id

),

potentials_placed as (

    select
        customer_id,
        net_revenue_amount,
        value_rank,
        buyer_count,
        expected_revenue_365d_amount,
        expected_value_rank,
        predicted_buyer_count,
        value_now,
        value_to_come,
        value_now || '_' || value_to_come as value_potential

    from potentials_levelled

)

select * from potentials_placed
