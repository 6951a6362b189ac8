-- The newest fix that the night knows of each topic, product and store it is said of;
-- what a fix leaves empty it holds for all.
with

int_problems_found as (

    select * from {{ ref('int_problems_found') }}

),

feedback_fixes as (

    select * from {{ ref('feedback_fixes') }}

),

issues as (

    select
        topic,
        product_id,
        store_id

    from int_problems_found

    group by 1, 2, 3

),

fixes_of_issues as (

    select
        issues.topic,
        issues.product_id,
        issues.store_id,
        fixes.fixed_on as fixed_date,
        fixes.fix,
        row_number() over (
            partition by issues.topic, issues.product_id, issues.store_id
            order by fixes.fixed_on desc nulls last, fixes.fix asc nulls last
        ) as place

    from issues

    inner join feedback_fixes as fixes
        on
            issues.topic = coalesce(fixes.topic, issues.topic)
            and coalesce(fixes.product_id, issues.product_id, '')
            = coalesce(issues.product_id, '')
            and coalesce(fixes.store_id, issues.store_id, '')
            = coalesce(issues.store_id, '')

    where fixes.fixed_on <= {{ as_of_date() }}

),

fixes_dated as (

    select
        topic,
        product_id,
        store_id,
        fixed_date,
        fix,
        least(
            {{ days_between('fixed_date', as_of_date()) }},
            {{ segment_threshold('issue_days', 'bigint') }}
        ) as compared_days

    from fixes_of_issues

    where place = 1

)

select * from fixes_dated
