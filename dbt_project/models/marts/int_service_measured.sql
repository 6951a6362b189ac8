-- One number per metric of the whole shop and of each store that it was said of.
with

int_service_answers as (

    select * from {{ ref('int_service_answers') }}

),

orders as (

    select * from {{ ref('orders') }}

),

answers_of_both as (

    select
        'shop' as scope,
        cast(null as string) as store_id,
        metric,
        answer
    from int_service_answers

    union all

    select
        'store' as scope,
        store_id,
        metric,
        answer
    from int_service_answers
    where store_id is not null

),

answers_summed as (

    select
        scope,
        store_id,
        metric,
        cast(count(*) as bigint) as answer_count,
        {{ divide('sum(answer)', 'count(*)') }} as mean_answer,
        {{ quantile_of('answer', 0.9, 'decimal(18,2)') }} as high_answer,
        cast(max(answer) as decimal(18, 2)) as greatest_answer

    from answers_of_both

    group by 1, 2, 3

),

sales_of_both as (

    select
        'shop' as scope,
        cast(null as string) as store_id,
        order_date
    from orders
    where is_counted_sale

    union all

    select
        'store' as scope,
        store_id,
        order_date
    from orders
    where is_counted_sale and store_id is not null

),

sales_summed as (

    select
        scope,
        store_id,
        cast(count(*) as bigint) as sale_count

    from sales_of_both

    where
        {{ days_between('order_date', as_of_date()) }}
        < {{ segment_threshold('service_quality_days') }}

    group by 1, 2

),

service_measured as (

    select
        answers_summed.scope,
        answers_summed.store_id,
        answers_summed.metric,
        case
            when answers_summed.metric = 'complaint_rate'
                then coalesce(sales_summed.sale_count, 0)
            else answers_summed.answer_count
        end as answer_count,
        case answers_summed.metric
            when 'complaint_rate'
                then
                    {{ divide(
                        '1000 * answers_summed.answer_count', 'sales_summed.sale_count'
                    ) }}
            when 'resolution_hours' then answers_summed.high_answer
            when 'open_days' then answers_summed.greatest_answer
            else answers_summed.mean_answer
        end as value

    from answers_summed

    left join sales_summed
        on
            answers_summed.scope = sales_summed.scope
            and coalesce(answers_summed.store_id, '')
            = coalesce(sales_summed.store_id, '')

)

select * from service_measured
