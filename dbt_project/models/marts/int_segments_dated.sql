-- Since when each customer is in tonight's segments.
with

segment_history as (

    select * from {{ ref('segment_history') }}

),

segments_dated as (

    select
        mart,
        customer_id,
        segment,
        entered_on as since,
        previous_segment

    from segment_history

    where left_on is null

)

select * from segments_dated
