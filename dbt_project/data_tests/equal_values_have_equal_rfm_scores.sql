-- The ranges of two scores never touch, so a value has one score.
with

rfm_cut_points as (

    select * from {{ ref('rfm_cut_points') }}

),

ranges_compared as (

    select
        lower_scores.score_kind,
        lower_scores.score,
        higher_scores.score as higher_score,
        case
            when lower_scores.score_kind in ('recency', 'recency_level')
                then lower_scores.lowest_value > higher_scores.highest_value
            else lower_scores.highest_value < higher_scores.lowest_value
        end as is_apart

    from rfm_cut_points as lower_scores

    inner join rfm_cut_points as higher_scores
        on
            lower_scores.score_kind = higher_scores.score_kind
            and lower_scores.score < higher_scores.score

)

select * from ranges_compared

where not is_apart
