with

rfm_segments as (

    select * from {{ ref('rfm_segments') }}

),

scores as (

    {{ whole_numbers('score', 1, 5) }}

),

cells as (

    select
        recency_scores.score as recency_score,
        frequency_scores.score as frequency_score

    from scores as recency_scores

    cross join scores as frequency_scores

),

segments_counted_by_cell as (

    select
        cells.recency_score,
        cells.frequency_score,
        count(rfm_segments.rfm_segment) as segment_count

    from cells

    left join rfm_segments
        on
            cells.recency_score = rfm_segments.recency_score
            and cells.frequency_score = rfm_segments.frequency_score

    group by 1, 2

)

select * from segments_counted_by_cell

where segment_count <> 1
