with

int_journeys_placed as (

    select * from {{ ref('int_journeys_placed') }}

),

customer_features as (

    select * from {{ ref('customer_features') }}

),

journey_steps as (

    select * from {{ ref('journey_steps') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

journeys as (

    select
        placed.customer_id,
        placed.journey_step,
        steps.place as step_place,
        steps.name_en as step_name_en,
        steps.name_zh as step_name_zh,
        steps.owner,
        placed.evidence_kind,
        placed.evidence_date,
        cast(coalesce(placed.evidence_count, 0) as bigint) as evidence_count,
        features.latest_purchase_date,
        {{ segment_threshold('journey_days', 'bigint') }} as window_days,
        case placed.evidence_kind
            when 'visit' then 'Last came in'
            when 'joined' then 'Signed up'
            when 'browse' then 'Last looked at goods'
            when 'inquiry' then 'Last asked'
            when 'call' then 'Last called'
            when 'message' then 'Last wrote'
            when 'cart' then 'Last filled a cart'
        end as deed,
        case placed.evidence_kind
            when 'visit' then '最近一次到店：'
            when 'joined' then '注册：'
            when 'browse' then '最近一次浏览商品：'
            when 'inquiry' then '最近一次咨询：'
            when 'call' then '最近一次来电：'
            when 'message' then '最近一次留言：'
            when 'cart' then '最近一次加入购物车：'
        end as deed_zh

    from int_journeys_placed as placed

    inner join customer_features as features
        on placed.customer_id = features.customer_id

    left join journey_steps as steps
        on placed.journey_step = steps.step

),

journeys_told as (

    select
        journeys.customer_id,
        journeys.journey_step,
        journeys.step_place,
        journeys.step_name_en,
        journeys.step_name_zh,
        journeys.owner,
        journeys.evidence_kind,
        journeys.evidence_date,
        journeys.evidence_count,
        case
            when journeys.journey_step is null
                then
                    'Nothing in the last '
                    || {{ counted('journeys.window_days', 'day') }}
                    || case
                        when journeys.latest_purchase_date is null
                            then '; has never bought'
                        else
                            '; last bought on '
                            || cast(journeys.latest_purchase_date as string)
                    end
            when journeys.deed is not null
                then
                    journeys.deed || ' on '
                    || cast(journeys.evidence_date as string)
                    || case
                        when journeys.latest_purchase_date is null
                            then '; has not bought yet'
                        else
                            '; last bought on '
                            || cast(journeys.latest_purchase_date as string)
                    end
            when journeys.journey_step = 'buys'
                then
                    'Bought for the first time on '
                    || cast(journeys.evidence_date as string)
            when journeys.journey_step = 'buys_more'
                then
                    'Bought several products at once on '
                    || cast(journeys.evidence_date as string)
                    || ' and has not come back'
            when journeys.journey_step = 'comes_back'
                then
                    'Came back ' || {{ counted('journeys.evidence_count', 'time') }}
                    || ' to buy, last on ' || cast(journeys.evidence_date as string)
            else
                {{ counted('journeys.evidence_count', 'purchase') }}
                || ', the last on ' || cast(journeys.evidence_date as string)
                || '; also bought in the '
                || {{ counted('journeys.window_days', 'day') }} || ' before'
        end as reason,
        case
            when journeys.journey_step is null
                then
                    '最近 ' || {{ counted_zh('journeys.window_days', '天') }} || '没有动态'
                    || case
                        when journeys.latest_purchase_date is null then '；从未购买'
                        else
                            '；最近一次购买：'
                            || cast(journeys.latest_purchase_date as string)
                    end
            when journeys.deed_zh is not null
                then
                    journeys.deed_zh
                    || cast(journeys.evidence_date as string)
                    || case
                        when journeys.latest_purchase_date is null then '；尚未购买'
                        else
                            '；最近一次购买：'
                            || cast(journeys.latest_purchase_date as string)
                    end
            when journeys.journey_step = 'buys'
                then '首次购买：' || cast(journeys.evidence_date as string)
            when journeys.journey_step = 'buys_more'
                then
                    cast(journeys.evidence_date as string)
                    || ' 一次购买多种商品，尚未复购'
            when journeys.journey_step = 'comes_back'
                then
                    '复购 ' || {{ counted_zh('journeys.evidence_count', '次') }}
                    || '，最近一次：' || cast(journeys.evidence_date as string)
            else
                {{ counted_zh('journeys.evidence_count', '次购买') }}
                || '，最近一次：' || cast(journeys.evidence_date as string)
                || '；此前 ' || {{ counted_zh('journeys.window_days', '天') }} || '内也有购买'
        end as reason_zh,
        dated.since

    from journeys

    left join int_segments_dated as dated
        on
            dated.mart = 'journey'
            and journeys.customer_id = dated.customer_id

)

select * from journeys_told
