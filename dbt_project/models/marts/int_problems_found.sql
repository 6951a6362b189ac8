-- A problem is a complaint or a low score, of a topic, a product and a store, where
-- they are said.
with

feedback as (

    select * from {{ ref('feedback') }}

),

problems_found as (

    select
        feedback_id,
        coalesce(topic, 'unknown') as topic,
        product_id,
        store_id,
        occurred_date,
        {{ days_between('occurred_date', as_of_date()) }} as days_ago

    from feedback

    where
        kind = 'complaint'
        or (
            score >= 0
            and score
            <= {{ segment_threshold('service_unhappy_share') }}
            * case when kind = 'nps' then coalesce(out_of, 10) else out_of end
        )

)

select * from problems_found
