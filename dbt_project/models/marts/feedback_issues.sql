-- What goes wrong where, whether it grows, and whether what was done about it helped.
with

int_problems_found as (

    select * from {{ ref('int_problems_found') }}

),

int_fixes_dated as (

    select * from {{ ref('int_fixes_dated') }}

),

products as (

    select * from {{ ref('products') }}

),

stores as (

    select * from {{ ref('stores') }}

),

windows as (

    select
        cast({{ segment_threshold('issue_days', 'bigint') }} as bigint) as issue_days

),

-- The day of the fix itself belongs to neither side.
problems_counted as (

    select
        problems.topic,
        problems.product_id,
        problems.store_id,
        windows.issue_days,
        fixes.fixed_date,
        fixes.fix,
        fixes.compared_days,
        max(problems.occurred_date) as latest_problem_date,
        cast(
            sum(case when problems.days_ago < windows.issue_days then 1 else 0 end)
            as bigint
        ) as problem_count,
        cast(
            sum(
                case
                    when
                        problems.days_ago >= windows.issue_days
                        and problems.days_ago < 2 * windows.issue_days
                        then 1
                    else 0
                end
            ) as bigint
        ) as problem_before_count,
        cast(
            sum(
                case
                    when
                        {{ days_between('fixes.fixed_date', 'problems.occurred_date') }}
                        between 1 and fixes.compared_days
                        then 1
                    else 0
                end
            ) as bigint
        ) as after_fix_count,
        cast(
            sum(
                case
                    when
                        {{ days_between('problems.occurred_date', 'fixes.fixed_date') }}
                        between 1 and fixes.compared_days
                        then 1
                    else 0
                end
            ) as bigint
        ) as before_fix_count

    from int_problems_found as problems

    cross join windows

    left join int_fixes_dated as fixes
        on
            problems.topic = fixes.topic
            and coalesce(problems.product_id, '') = coalesce(fixes.product_id, '')
            and coalesce(problems.store_id, '') = coalesce(fixes.store_id, '')

    group by 1, 2, 3, 4, 5, 6, 7

),

problems_judged as (

    select
        counted.topic,
        counted.product_id,
        products.product_name,
        counted.store_id,
        stores.store_name,
        counted.issue_days,
        counted.problem_count,
        counted.problem_before_count,
        case
            when
                greatest(counted.problem_count, counted.problem_before_count)
                < {{ segment_threshold('issue_least_count') }}
                then 'few'
            when
                counted.problem_count
                >= {{ segment_threshold('issue_change') }}
                * counted.problem_before_count
                then 'more'
            when
                counted.problem_before_count
                >= {{ segment_threshold('issue_change') }} * counted.problem_count
                then 'fewer'
            else 'same'
        end as trend,
        counted.latest_problem_date,
        counted.fixed_date,
        counted.fix,
        counted.compared_days,
        case when counted.fixed_date is not null then counted.before_fix_count end
            as before_fix_count,
        case when counted.fixed_date is not null then counted.after_fix_count end
            as after_fix_count,
        case
            when counted.fixed_date is null then 'none'
            when
                counted.compared_days < {{ segment_threshold('issue_least_days') }}
                then 'too_early'
            when
                greatest(counted.before_fix_count, counted.after_fix_count)
                < {{ segment_threshold('issue_least_count') }}
                then 'too_few'
            when
                counted.before_fix_count
                >= {{ segment_threshold('issue_change') }} * counted.after_fix_count
                then 'better'
            when
                counted.after_fix_count
                >= {{ segment_threshold('issue_change') }} * counted.before_fix_count
                then 'worse'
            else 'no_better'
        end as fix_verdict

    from problems_counted as counted

    left join products
        on counted.product_id = products.product_id

    left join stores
        on counted.store_id = stores.store_id

    where
        counted.problem_count + counted.problem_before_count > 0
        or counted.before_fix_count + counted.after_fix_count > 0

),

problems_told as (

    select
        topic,
        product_id,
        product_name,
        store_id,
        store_name,
        problem_count,
        problem_before_count,
        trend,
        latest_problem_date,
        fixed_date,
        fix,
        compared_days,
        before_fix_count,
        after_fix_count,
        fix_verdict,
        {{ counted('problem_count', 'time') }} || ' in '
        || {{ counted('issue_days', 'day') }} || ' ('
        || {{ whole_number_text('problem_before_count') }} || ' in the '
        || {{ whole_number_text('issue_days') }} || ' before), last on '
        || cast(latest_problem_date as string)
        || coalesce(
            '; since "' || fix || '" on ' || cast(fixed_date as string) || ' '
            || {{ whole_number_text('after_fix_count') }} || ', in as many days before '
            || {{ whole_number_text('before_fix_count') }}
            || case fix_verdict
                when 'better' then ': it helped'
                when 'worse' then ': it grew worse'
                when 'no_better' then ': it did not help'
                when 'too_early' then ': too early to say'
                else ': too few to say'
            end,
            ''
        ) as reason,
        {{ counted_zh('issue_days', '天') }} || '内 '
        || {{ counted_zh('problem_count', '次') }} || '（此前 '
        || {{ counted_zh('issue_days', '天') }} || '：'
        || {{ counted_zh('problem_before_count', '次') }} || '），最近一次：'
        || cast(latest_problem_date as string)
        || coalesce(
            '；' || cast(fixed_date as string) || '「' || fix || '」之后 '
            || {{ counted_zh('after_fix_count', '次') }} || '，之前同样天数 '
            || {{ counted_zh('before_fix_count', '次') }}
            || case fix_verdict
                when 'better' then '：已见效'
                when 'worse' then '：反而增多'
                when 'no_better' then '：未见效'
                when 'too_early' then '：为时尚早'
                else '：次数过少'
            end,
            ''
        ) as reason_zh

    from problems_judged

)

select * from problems_told
