{# Whole days from one date to another; negative when the second is earlier. #}
{% macro days_between(earlier_date, later_date) -%}
    {{ return(adapter.dispatch('days_between', 'keyuan')(earlier_date, later_date)) }}
{%- endmacro %}

{% macro duckdb__days_between(earlier_date, later_date) -%}
    cast(date_diff('day', {{ earlier_date }}, {{ later_date }}) as bigint)
{%- endmacro %}

{% macro spark__days_between(earlier_date, later_date) -%}
    cast(datediff({{ later_date }}, {{ earlier_date }}) as bigint)
{%- endmacro %}


{# A date so many whole days later (earlier when negative). #}
{% macro add_days(start_date, days) -%}
    {{ return(adapter.dispatch('add_days', 'keyuan')(start_date, days)) }}
{%- endmacro %}

{% macro duckdb__add_days(start_date, days) -%}
    ({{ start_date }} + cast({{ days }} as integer))
{%- endmacro %}

{% macro spark__add_days(start_date, days) -%}
    date_add({{ start_date }}, cast({{ days }} as int))
{%- endmacro %}


{# Monday is 1, Sunday is 7. #}
{% macro day_of_week(of_date) -%}
    {{ return(adapter.dispatch('day_of_week', 'keyuan')(of_date)) }}
{%- endmacro %}

{% macro duckdb__day_of_week(of_date) -%}
    cast(isodow({{ of_date }}) as bigint)
{%- endmacro %}

{% macro spark__day_of_week(of_date) -%}
    cast(weekday({{ of_date }}) + 1 as bigint)
{%- endmacro %}


{% macro year_of(of_date) -%}
    cast(extract(year from {{ of_date }}) as bigint)
{%- endmacro %}

{% macro month_of(of_date) -%}
    cast(extract(month from {{ of_date }}) as bigint)
{%- endmacro %}

{% macro day_of(of_date) -%}
    cast(extract(day from {{ of_date }}) as bigint)
{%- endmacro %}


{# A date from whole numbers, which must name a day that exists. #}
{% macro date_of(year, month, day) -%}
    make_date(
        cast({{ year }} as int), cast({{ month }} as int), cast({{ day }} as int)
    )
{%- endmacro %}
