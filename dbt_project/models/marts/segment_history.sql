-- What the newest earlier night knew goes on: who is still in a segment stays, who is
-- not left it tonight, and whoever is new to one came from the one that they left.
with

int_segments_assigned as (

    select * from {{ ref('int_segments_assigned') }}

),

prior_segments as (

    select * from {{ source('state', 'prior_segments') }}

),

earlier_stays as (

    select
        prior_segments.mart,
        prior_segments.customer_id,
        prior_segments.segment,
        prior_segments.previous_segment,
        prior_segments.entered_on,
        case
            when prior_segments.left_on is not null then prior_segments.left_on
            when int_segments_assigned.customer_id is null then {{ as_of_date() }}
        end as left_on

    from prior_segments

    left join int_segments_assigned
        on
            prior_segments.mart = int_segments_assigned.mart
            and prior_segments.customer_id = int_segments_assigned.customer_id
            and prior_segments.segment = int_segments_assigned.segment

),

segments_left_open as (

    select * from prior_segments

    where left_on is null

),

new_stays as (

    select
        int_segments_assigned.mart,
        int_segments_assigned.customer_id,
        int_segments_assigned.segment,
        segments_left_open.segment as previous_segment,
        {{ as_of_date() }} as entered_on,
        cast(null as date) as left_on

    from int_segments_assigned

    left join segments_left_open
        on
            int_segments_assigned.mart = segments_left_open.mart
            and int_segments_assigned.customer_id = segments_left_open.customer_id

    where
        segments_left_open.segment is null
        or segments_left_open.segment <> int_segments_assigned.segment

),

all_stays as (

    select * from earlier_stays

    union all

    select * from new_stays

),

typed as (

    select
        cast(mart as string) as mart,
        cast(customer_id as string) as customer_id,
        cast(segment as string) as segment,
        cast(previous_segment as string) as previous_segment,
        cast(entered_on as date) as entered_on,
        cast(left_on as date) as left_on

    from all_stays

)

select * from typed
