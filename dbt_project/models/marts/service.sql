with

customer_voice as (

    select * from {{ ref('customer_voice') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_customers_served as (

    select * from {{ ref('int_customers_served') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

scores_told as (

    select
        customer_id,
        case latest_score_kind
            when 'nps' then 'recommendation'
            when 'csat' then 'satisfaction'
            when 'review' then 'review'
        end || ' ' || {{ plain_number_text('latest_score') }}
        || ' of ' || {{ plain_number_text('latest_score_out_of') }}
        || ' on ' || cast(latest_score_date as string) as score_text,
        cast(latest_score_date as string)
        || case latest_score_kind
            when 'nps' then ' 推荐度 '
            when 'csat' then ' 满意度 '
            when 'review' then ' 评价 '
        end || {{ plain_number_text('latest_score') }}
        || '/' || {{ plain_number_text('latest_score_out_of') }} as score_text_zh

    from customer_voice

),

customers_told as (

    select
        served.customer_id,
        served.service_group,
        voice.open_complaint_count,
        voice.open_complaint_since_date,
        voice.open_complaint_topic,
        voice.complaint_count,
        voice.latest_complaint_resolved_date,
        voice.latest_score_share,
        voice.latest_score_kind,
        voice.latest_score_date,
        case
            when served.service_group is null then 'No feedback is known'
            when served.service_group = 'complaint_open'
                then
                    'A complaint'
                    || coalesce(' about ' || voice.open_complaint_topic, '')
                    || ' has been open since '
                    || cast(voice.open_complaint_since_date as string)
                    || case
                        when voice.open_complaint_count > 1
                            then
                                ', one of '
                                || {{ whole_number_text('voice.open_complaint_count') }}
                        else ''
                    end
            when served.is_low_score_last
                then 'Their last score is low: ' || scores_told.score_text
            when served.service_group = 'unhappy'
                then
                    'A complaint was resolved on '
                    || cast(voice.latest_complaint_resolved_date as string)
                    || '; no purchase or good score since'
            when served.service_group = 'recovered'
                then
                    'A complaint was resolved on '
                    || cast(voice.latest_complaint_resolved_date as string)
                    || case
                        when served.has_bought_since
                            then
                                '; last bought on '
                                || cast(features.latest_purchase_date as string)
                        else ''
                    end
                    || case
                        when served.has_praised_since
                            then '; ' || scores_told.score_text
                        else ''
                    end
            when served.service_group = 'content'
                then 'Last score: ' || scores_told.score_text
            when voice.latest_voice_date is null then 'Has never said anything'
            else
                'No score or complaint of late; last word on '
                || cast(voice.latest_voice_date as string)
        end as reason,
        case
            when served.service_group is null then '没有反馈数据'
            when served.service_group = 'complaint_open'
                then
                    '自 ' || cast(voice.open_complaint_since_date as string)
                    || ' 起有未解决的投诉'
                    || coalesce('（' || voice.open_complaint_topic || '）', '')
                    || case
                        when voice.open_complaint_count > 1
                            then
                                '，共 '
                                || {{ counted_zh('voice.open_complaint_count', '起') }}
                        else ''
                    end
            when served.is_low_score_last
                then '最近一次评分偏低：' || scores_told.score_text_zh
            when served.service_group = 'unhappy'
                then
                    '投诉已于 '
                    || cast(voice.latest_complaint_resolved_date as string)
                    || ' 解决，此后既未购买也无好评'
            when served.service_group = 'recovered'
                then
                    '投诉已于 '
                    || cast(voice.latest_complaint_resolved_date as string) || ' 解决'
                    || case
                        when served.has_bought_since
                            then
                                '；最近一次购买：'
                                || cast(features.latest_purchase_date as string)
                        else ''
                    end
                    || case
                        when served.has_praised_since
                            then '；' || scores_told.score_text_zh
                        else ''
                    end
            when served.service_group = 'content'
                then '最近一次评分：' || scores_told.score_text_zh
            when voice.latest_voice_date is null then '从未反馈'
            else
                '近期没有评分或投诉；最近一次反馈：'
                || cast(voice.latest_voice_date as string)
        end as reason_zh,
        dated.since

    from int_customers_served as served

    inner join customer_voice as voice
        on served.customer_id = voice.customer_id

    inner join customer_features as features
        on served.customer_id = features.customer_id

    left join scores_told
        on served.customer_id = scores_told.customer_id

    left join int_segments_dated as dated
        on
            dated.mart = 'service'
            and served.customer_id = dated.customer_id

)

select * from customers_told
