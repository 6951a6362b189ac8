with

int_institutions_weighed as (

    select * from {{ ref('int_institutions_weighed') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

institutions_told as (

    select
        found.customer_id,
        found.institution_kind,
        found.institution_kind <> 'possible' as is_confirmed,
        found.bulk_line_count,
        found.line_count,
        found.largest_line_quantity,
        found.large_order_count,
        found.office_order_count,
        found.order_count,
        found.tags_word,
        found.name_word,
        found.address_word,
        {{ joined_parts([
            'case when found.buys_by_the_box then '
                ~ whole_number_text('found.bulk_line_count') ~ " || ' of '"
                ~ ' || ' ~ counted('found.line_count', 'line')
                ~ " || ' with more pieces than the shop usually sells' end",
            'case when found.places_large_orders then '
                ~ whole_number_text('found.large_order_count') ~ " || ' of '"
                ~ ' || ' ~ counted('found.order_count', 'order')
                ~ " || ' larger than the shop usually has' end",
            "'a source says “' || found.tags_word || '”'",
            "'the name has “' || found.name_word || '”'",
            "case when found.buys_by_the_box or found.places_large_orders then "
                ~ "'the address has “' || found.address_word || '”' end",
            'case when found.comes_in_office_hours then '
                ~ whole_number_text('found.office_order_count') ~ " || ' of '"
                ~ ' || ' ~ counted('found.order_count', 'order')
                ~ " || ' in office hours' end",
        ], '; ', '') }} as reason,
        {{ joined_parts([
            'case when found.buys_by_the_box then '
                ~ counted_zh('found.line_count', '行') ~ " || '中 ' || "
                ~ counted_zh('found.bulk_line_count', '行数量超出本店常见') ~ ' end',
            'case when found.places_large_orders then '
                ~ counted_zh('found.order_count', '单') ~ " || '中 ' || "
                ~ counted_zh('found.large_order_count', '单大于本店常见') ~ ' end',
            "'来源注明「' || found.tags_word || '」'",
            "'姓名含「' || found.name_word || '」'",
            "case when found.buys_by_the_box or found.places_large_orders then "
                ~ "'地址含「' || found.address_word || '」' end",
            'case when found.comes_in_office_hours then '
                ~ counted_zh('found.order_count', '单') ~ " || '中 ' || "
                ~ counted_zh('found.office_order_count', '单在办公时间') ~ ' end',
        ], '；', '') }} as reason_zh,
        dated.since

    from int_institutions_weighed as found

    left join int_segments_dated as dated
        on
            dated.mart = 'institutions'
            and found.customer_id = dated.customer_id

    where found.institution_kind is not null

)

select * from institutions_told
