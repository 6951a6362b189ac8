-- What people say of the shop and of each store, against the shop's own standards.
with

int_service_measured as (

    select * from {{ ref('int_service_measured') }}

),

service_standards as (

    select * from {{ ref('service_standards') }}

),

stores as (

    select * from {{ ref('stores') }}

),

service_judged as (

    select
        measured.scope,
        measured.store_id,
        coalesce(stores.store_name, measured.store_id) as store_name,
        standards.metric,
        standards.name_en as metric_name_en,
        standards.name_zh as metric_name_zh,
        measured.answer_count,
        measured.value,
        standards.at_least,
        standards.at_most,
        case
            when measured.answer_count < standards.least_answers then 'too_few'
            when measured.value < standards.at_least then 'breach'
            when measured.value > standards.at_most then 'breach'
            else 'met'
        end as verdict

    from int_service_measured as measured

    inner join service_standards as standards
        on measured.metric = standards.metric

    left join stores
        on measured.store_id = stores.store_id

),

service_told as (

    select
        scope,
        store_id,
        store_name,
        metric,
        metric_name_en,
        metric_name_zh,
        answer_count,
        value,
        at_least,
        at_most,
        verdict,
        verdict = 'breach' as is_breach,
        metric_name_en || ': ' || {{ plain_number_text('value') }} || coalesce(
            ' (at least ' || {{ plain_number_text('at_least') }} || ')',
            ' (at most ' || {{ plain_number_text('at_most') }} || ')'
        )
        || ', of ' || case metric
            when 'complaint_rate' then {{ counted('answer_count', 'sale') }}
            when 'nps' then {{ counted('answer_count', 'answer') }}
            when 'csat' then {{ counted('answer_count', 'answer') }}
            when 'review' then {{ counted('answer_count', 'review') }}
            when 'mystery_visit' then {{ counted('answer_count', 'score') }}
            else {{ counted('answer_count', 'complaint') }}
        end
        || case
            when verdict = 'too_few' then ': too few to judge' else ''
        end as reason,
        metric_name_zh || '：' || {{ plain_number_text('value') }} || coalesce(
            '（不低于 ' || {{ plain_number_text('at_least') }} || '）',
            '（不高于 ' || {{ plain_number_text('at_most') }} || '）'
        )
        || '，依据 ' || case metric
            when 'complaint_rate' then {{ counted_zh('answer_count', '笔销售') }}
            when 'nps' then {{ counted_zh('answer_count', '份回答') }}
            when 'csat' then {{ counted_zh('answer_count', '份回答') }}
            when 'review' then {{ counted_zh('answer_count', '条评价') }}
            when 'mystery_visit' then {{ counted_zh('answer_count', '项评分') }}
            else {{ counted_zh('answer_count', '件投诉') }}
        end
        || case when verdict = 'too_few' then '，样本过少' else '' end as reason_zh

    from service_judged

)

select * from service_told
