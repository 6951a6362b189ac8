{# '4' for 4.0000 and '4.5' for 4.5000. #}
{% macro plain_number_text(number) -%}
    case
        when {{ number }} = {{ floor_to_bigint(number) }}
            then {{ whole_number_text(floor_to_bigint(number)) }}
        else cast(cast({{ number }} as decimal(18, 1)) as string)
    end
{%- endmacro %}


{# Share, date and the score as it was given, of the latest one of each kind. #}
{% macro pivot_latest_scores(kinds) -%}
    {%- for kind in kinds -%}
    {%- set is_it = "kind = '" ~ kind ~ "' and place_of_kind = 1" -%}
    max(case when {{ is_it }} then score_share end) as latest_{{ kind }}_share,
    max(case when {{ is_it }} then occurred_date end) as latest_{{ kind }}_date
    {%- if not loop.last %},
    {% endif -%}
    {%- endfor -%}
{%- endmacro %}
