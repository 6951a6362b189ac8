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


{# Whole hours from one moment to a later one. #}
{% macro hours_between(earlier, later) -%}
    {{ return(adapter.dispatch('hours_between', 'keyuan')(earlier, later)) }}
{%- endmacro %}

{% macro duckdb__hours_between(earlier, later) -%}
    cast((epoch_ms({{ later }}) - epoch_ms({{ earlier }})) // 3600000 as bigint)
{%- endmacro %}

{% macro spark__hours_between(earlier, later) -%}
    cast((unix_millis({{ later }}) - unix_millis({{ earlier }})) div 3600000 as bigint)
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


{# The first day of a date's month. #}
{% macro month_start(of_date) -%}
    {{ date_of(year_of(of_date), month_of(of_date), 1) }}
{%- endmacro %}


{# From the month of one date to that of another, whatever their days. #}
{% macro months_between(earlier_date, later_date) -%}
    (
        12 * ({{ year_of(later_date) }} - {{ year_of(earlier_date) }})
        + {{ month_of(later_date) }} - {{ month_of(earlier_date) }}
    )
{%- endmacro %}


{# The first day of a month so many months later. #}
{% macro add_months(first_of_month, months) -%}
    {{ return(adapter.dispatch('add_months', 'keyuan')(first_of_month, months)) }}
{%- endmacro %}

{% macro duckdb__add_months(first_of_month, months) -%}
    cast({{ first_of_month }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{% macro spark__add_months(first_of_month, months) -%}
    add_months({{ first_of_month }}, cast({{ months }} as int))
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


{# 0 to 23, of a timestamp. #}
{% macro hour_of(moment) -%}
    cast(extract(hour from {{ moment }}) as bigint)
{%- endmacro %}


{# Whether a timestamp is midnight to the second: how a source writes a bare date. #}
{% macro is_midnight(moment) -%}
    (
        extract(hour from {{ moment }}) = 0
        and extract(minute from {{ moment }}) = 0
        and extract(second from {{ moment }}) = 0
    )
{%- endmacro %}


{# The first, second ... such weekday of a month; Monday is 1, Sunday is 7. #}
{% macro nth_weekday(year, month, week, weekday) -%}
    {%- set first = date_of(year, month, 1) -%}
    {{ add_days(
        first,
        'mod(' ~ weekday ~ ' - ' ~ day_of_week(first) ~ ' + 7, 7) + 7 * (' ~ week ~ ' - 1)'
    ) }}
{%- endmacro %}


{#
    Whole years of age on a date. Whoever was born on 29 February is a year older on the
    28th where there is no 29th: the day on which the birthday is kept.
#}
{% macro age_on(of_date, birth_date) -%}
    {%- set month_and_day -%}
    100 * {{ month_of(of_date) }} + {{ day_of(of_date) }}
    + case
        when
            {{ month_of(of_date) }} = 2
            and {{ day_of(of_date) }} = 28
            and {{ day_of(add_days(of_date, 1)) }} = 1
            then 1
        else 0
    end
    {%- endset -%}
    cast(
        {{ year_of(of_date) }} - {{ year_of(birth_date) }}
        - case
            when
                {{ month_and_day }}
                < 100 * {{ month_of(birth_date) }} + {{ day_of(birth_date) }}
                then 1
            else 0
        end as bigint
    )
{%- endmacro %}


{# A date from whole numbers, which must name a day that exists. #}
{% macro date_of(year, month, day) -%}
    make_date(
        cast({{ year }} as int), cast({{ month }} as int), cast({{ day }} as int)
    )
{%- endmacro %}
