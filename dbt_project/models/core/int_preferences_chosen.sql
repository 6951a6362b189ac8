-- The value with most of it is preferred, of equals the newest, then the first by
-- name. What nobody named (a line without a category) counts in the whole and is never
-- chosen.
with

int_preferences_summed as (

    select * from {{ ref('int_preferences_summed') }}

),

preferences_ranked as (

    select
        customer_id,
        kind,
        value,
        weight,
        cast(
            sum(weight) over (partition by customer_id, kind) as decimal(18, 4)
        ) as total_weight,
        count(value) over (partition by customer_id, kind) as value_count,
        row_number() over (
            partition by customer_id, kind
            order by
                case when value is null then 1 else 0 end asc nulls last,
                weight desc nulls last,
                latest_date desc nulls last,
                value asc nulls last
        ) as place

    from int_preferences_summed

    where weight > 0

),

preferences_chosen as (

    select
        customer_id,
        kind,
        value,
        cast(value_count as bigint) as value_count,
        {{ divide_to_share('weight', 'total_weight') }} as share

    from preferences_ranked

    where place = 1 and value is not null

)

select * from preferences_chosen
