-- The first five of each customer, without what they only just bought. What they had
-- before would often take all five places: some are kept for what is new to them.
with

int_next_best_points as (

    select * from {{ ref('int_next_best_points') }}

),

int_products_repeated as (

    select * from {{ ref('int_products_repeated') }}

),

points_of_both as (

    select
        points.customer_number,
        points.product_number,
        points.packed_points,
        repeated.product_number is null as is_new,
        row_number() over (
            partition by
                points.customer_number,
                case when repeated.product_number is null then 1 else 0 end
            order by
                points.packed_points desc nulls last,
                points.product_number asc nulls last
        ) as rank_of_both

    from int_next_best_points as points

    left join int_products_repeated as repeated
        on
            points.customer_number = repeated.customer_number
            and points.product_number = repeated.product_number

    where
        repeated.latest_days_ago is null
        or repeated.latest_days_ago >= {{ segment_threshold('next_best_rest_days') }}

),

points_ranked as (

    select
        customer_number,
        product_number,
        packed_points,
        is_new,
        cast(
            row_number() over (
                partition by customer_number
                order by
                    packed_points desc nulls last,
                    product_number asc nulls last
            ) as bigint
        ) as next_best_rank

    from points_of_both

    where
        rank_of_both <= {{ segment_threshold('next_best_most_products') }}
        and (
            is_new
            or rank_of_both <= {{ segment_threshold('next_best_most_repeats') }}
        )

),

next_best_chosen as (

    select
        customer_number,
        product_number,
        next_best_rank,
        is_new,
        cast({{ whole_quotient('packed_points', 134217728) }} as bigint) as points,
        7 - cast(
            mod(cast({{ whole_quotient('packed_points', 16777216) }} as bigint), 8)
            as bigint
        ) as evidence_number,
        16777215 - cast(mod(packed_points, 16777216) as bigint) as antecedent_number

    from points_ranked

    where next_best_rank <= {{ segment_threshold('next_best_most_products') }}

)

select * from next_best_chosen
