-- Both ends of a move: into a segment from another or none, and out of one to none.
with

segment_history as (

    select * from {{ ref('segment_history') }}

),

moves as (

    select
        entered_on as moved_on,
        mart,
        previous_segment as from_segment,
        segment as to_segment

    from segment_history

    union all

    select
        stays.left_on as moved_on,
        stays.mart,
        stays.segment as from_segment,
        cast(null as string) as to_segment

    from segment_history as stays

    left join segment_history as next_stays
        on
            stays.mart = next_stays.mart
            and stays.customer_id = next_stays.customer_id
            and stays.left_on = next_stays.entered_on

    where stays.left_on is not null and next_stays.customer_id is null

),

moves_counted as (

    select
        moved_on,
        mart,
        from_segment,
        to_segment,
        cast(count(*) as bigint) as customer_count

    from moves

    group by 1, 2, 3, 4

)

select * from moves_counted
