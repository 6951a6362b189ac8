-- marts.value_potential; the settings table of that name is the seed.
{{ config(alias='value_potential') }}

with

int_potentials_placed as (

    select * from {{ ref('int_potentials_placed') }}

),

value_potential as (

    select * from {{ ref('value_potential') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

potentials_told as (

    select
        placed.customer_id,
        placed.value_potential,
        placed.value_now,
        placed.value_to_come,
        cast(cells.name_en as string) as value_potential_name,
        cast(cells.name_zh as string) as value_potential_name_zh,
        placed.net_revenue_amount,
        placed.expected_revenue_365d_amount,
        cast(cells.action_en as string) as action_en,
        cast(cells.action_zh as string) as action_zh,
        'Number ' || {{ whole_number_text('placed.value_rank') }}
        || ' of ' || {{ counted('placed.buyer_count', 'buyer') }}
        || ' by what they brought, ' || {{ money_text('placed.net_revenue_amount') }}
        || '; number ' || {{ whole_number_text('placed.expected_value_rank') }}
        || ' by what a year should bring, '
        || {{ money_text('placed.expected_revenue_365d_amount') }} as reason,
        '已贡献 ' || {{ money_text('placed.net_revenue_amount') }}
        || '，在 ' || {{ counted_zh('placed.buyer_count', '位顾客') }}
        || '中排第 ' || {{ whole_number_text('placed.value_rank') }}
        || '；预计未来一年 '
        || {{ money_text('placed.expected_revenue_365d_amount') }}
        || '，排第 ' || {{ whole_number_text('placed.expected_value_rank') }}
            as reason_zh,
        dated.since

    from int_potentials_placed as placed

    left join value_potential as cells
        on
            placed.value_now = cells.value_now
            and placed.value_to_come = cells.value_to_come

    left join int_segments_dated as dated
        on
            dated.mart = 'value_potential'
            and placed.customer_id = dated.customer_id

)

select * from potentials_told
