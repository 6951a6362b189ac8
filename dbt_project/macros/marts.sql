{# The scores and sentences of the marts and audiences. #}

{# 1 to 5 from a rank: fifths of the population, equal values in the same fifth. #}
{% macro score_from_rank(rank, population) -%}
    case
        when 5 * ({{ rank }} - 1) >= 4 * {{ population }} then 5
        when 5 * ({{ rank }} - 1) >= 3 * {{ population }} then 4
        when 5 * ({{ rank }} - 1) >= 2 * {{ population }} then 3
        when 5 * ({{ rank }} - 1) >= {{ population }} then 2
        else 1
    end
{%- endmacro %}


{# 1 to 3 from a rank: where the two shares of the thresholds cut the population. #}
{% macro level_from_rank(rank, population) -%}
    cast(
        case
            when
                {{ rank }} - 1
                >= {{ segment_threshold('rfm_group_high_share') }} * {{ population }}
                then 3
            when
                {{ rank }} - 1
                >= {{ segment_threshold('rfm_group_low_share') }} * {{ population }}
                then 2
            else 1
        end as bigint
    )
{%- endmacro %}


{# '1 purchase', '9 purchases'. #}
{% macro counted(number, noun) -%}
    {{ whole_number_text(number) }}
    || case when {{ number }} = 1 then ' {{ noun }}' else ' {{ noun }}s' end
{%- endmacro %}


{# 'today', '1 day ago', '12 days ago'. #}
{% macro days_ago(days) -%}
    case
        when {{ days }} = 0 then 'today'
        else {{ counted(days, 'day') }} || ' ago'
    end
{%- endmacro %}


{# '9 次购买': the same words for one and for many. #}
{% macro counted_zh(number, noun) -%}
    {{ whole_number_text(number) }} || ' {{ noun }}'
{%- endmacro %}


{# '今天', '12 天前'. #}
{% macro days_ago_zh(days) -%}
    case
        when {{ days }} = 0 then '今天'
        else {{ counted_zh(days, '天前') }}
    end
{%- endmacro %}


{# '1,234.50 CNY': an amount in the shop's currency, where that is known. #}
{% macro money_text(amount) -%}
    {{ amount_text(amount) }}
    {%- if shop_setting('currency') %} || ' ' || {{ shop_currency() }}{% endif -%}
{%- endmacro %}


{# '74.60%' for a share of 0.746. #}
{% macro percent_text(share) -%}
    cast(cast(100 * {{ share }} as decimal(9, 2)) as string) || '%'
{%- endmacro %}


{# '75%' for a probability of 0.746; nothing is surer than '99%' or '1%'. #}
{% macro whole_percent_text(share) -%}
    cast(
        cast(least(greatest(100 * {{ share }}, 1), 99) as decimal(9, 0)) as string
    ) || '%'
{%- endmacro %}


{# '1,234' #}
{% macro whole_number_text(number) -%}
    {{ return(adapter.dispatch('whole_number_text', 'keyuan')(number)) }}
{%- endmacro %}

{% macro duckdb__whole_number_text(number) -%}
    format('{:,}', {{ number }})
{%- endmacro %}

{% macro spark__whole_number_text(number) -%}
    format_number({{ number }}, 0)
{%- endmacro %}


{# '1,234.50', exact: no double on the way. #}
{% macro amount_text(amount) -%}
    {{ return(adapter.dispatch('amount_text', 'keyuan')(amount)) }}
{%- endmacro %}

{% macro duckdb__amount_text(amount) -%}
    case when {{ amount }} < 0 then '-' else '' end
    || format('{:,}', cast(trunc(abs({{ amount }})) as bigint))
    || right(cast(cast(abs({{ amount }}) as decimal(18, 2)) as varchar), 3)
{%- endmacro %}

{% macro spark__amount_text(amount) -%}
    format_number({{ amount }}, 2)
{%- endmacro %}


{# The whole numbers from first to last, in a column of that name. #}
{% macro whole_numbers(column, first, last) -%}
    {{ return(adapter.dispatch('whole_numbers', 'keyuan')(column, first, last)) }}
{%- endmacro %}

{% macro duckdb__whole_numbers(column, first, last) -%}
    select cast(range as bigint) as {{ column }}
    from range({{ first }}, {{ last }} + 1)
{%- endmacro %}

{% macro spark__whole_numbers(column, first, last) -%}
    select cast(id as bigint) as {{ column }}
    from range({{ first }}, {{ last }} + 1)
{%- endmacro %}


{# Every audience that campaigns may name, under its name. #}
{% macro union_audiences(audiences) -%}
    {%- for audience in audiences %}
    select
        '{{ audience }}' as audience,
        customer_id,
        reason
    from {{ ref(audience) }}
    {% if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
{%- endmacro %}


{#
    Every mart's segments under the mart's name, from the model that finds them. Who has
    none there has no row.
#}
{% macro union_segments(marts) -%}
    {%- for mart, (model, segment) in marts.items() %}
    select
        '{{ mart }}' as mart,
        customer_id,
        cast({{ segment }} as string) as segment
    from {{ ref(model) }}
    where {{ segment }} is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {%- endfor -%}
{%- endmacro %}


{# The value of a threshold of segment_thresholds.csv, as a scalar. #}
{% macro segment_threshold(name, data_type='decimal(18, 6)') -%}
    (
        select cast(max(value) as {{ data_type }})
        from {{ ref('segment_thresholds') }}
        where name = '{{ name }}'
    )
{%- endmacro %}


{# Since when, for each division of a mart as a column, of int_segments_dated. #}
{% macro pivot_since(mart, divisions) -%}
    {%- for division in divisions -%}
    max(case when mart = '{{ mart }}_{{ division }}' then since end)
        as {{ division }}_since
    {%- if not loop.last %},
    {% endif -%}
    {%- endfor -%}
{%- endmacro %}


{# The parts that are not null, one after the other; of none what is said instead. #}
{% macro joined_parts(parts, separator, nothing) -%}
    coalesce(
        nullif(
            substr(
                {% for part in parts -%}
                coalesce('{{ separator }}' || {{ part }}, '')
                {%- if not loop.last %}
                || {% endif -%}
                {%- endfor -%},
                {{ separator | length + 1 }}
            ),
            ''
        ),
        '{{ nothing }}'
    )
{%- endmacro %}


{# Of whom nothing was predicted: who never bought, or a night without predictions. #}
{% macro why_not_predicted() -%}
    case
        when customer_features.purchase_count = 0 then 'Has not bought yet'
        else 'Nothing was predicted in this night'
    end
{%- endmacro %}


{# high, middle or low from a rank among so many, by value_potential's thresholds. #}
{% macro value_level(rank, population) -%}
    case
        when
            {{ rank }} - 1
            < {{ segment_threshold('value_potential_high_share') }} * {{ population }}
            then 'high'
        when
            {{ rank }} - 1
            < {{ segment_threshold('value_potential_middle_share') }} * {{ population }}
            then 'middle'
        else 'low'
    end
{%- endmacro %}
