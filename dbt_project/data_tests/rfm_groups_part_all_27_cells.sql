with

rfm_groups as (

    select * from {{ ref('rfm_groups') }}

),

levels as (

    {{ whole_numbers('level', 1, 3) }}

),

cells as (

    select
        recency_levels.level as recency_level,
        frequency_levels.level as frequency_level,
        monetary_levels.level as monetary_level

    from levels as recency_levels

    cross join levels as frequency_levels

    cross join levels as monetary_levels

),

groups_counted_by_cell as (

    select
        cells.recency_level,
        cells.frequency_level,
        cells.monetary_level,
        count(rfm_groups.rfm_group) as group_count

    from cells

    left join rfm_groups
        on
            cells.recency_level = rfm_groups.recency_level
            and cells.frequency_level = rfm_groups.frequency_level
            and cells.monetary_level = rfm_groups.monetary_level

    group by 1, 2, 3

)

select * from groups_counted_by_cell

where group_count <> 1
