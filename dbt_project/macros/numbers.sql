{#
    numerator / denominator as decimal(precision, scale), rounded half away from zero;
    null when the denominator is null or 0. Exact on every engine: the quotient is taken
    over whole numbers, never over doubles. Both sides may have six decimal places.
#}
{% macro divide(numerator, denominator, precision=18, scale=2) -%}
    {%- set above = whole_millionths(numerator) -%}
    {%- set below = whole_millionths(denominator) -%}
    {%- set tens = 10 ** scale -%}
    cast(
        case
            when ({{ above }} < 0) <> ({{ below }} < 0) then -1
            else 1
        end
        * {{ whole_quotient(
            '(2 * abs(' ~ above ~ ') * ' ~ tens ~ ' + abs(' ~ below ~ '))',
            '(2 * nullif(abs(' ~ below ~ '), 0))'
        ) }}
        * cast({{ '%.*f' | format(scale, 1 / tens) }} as decimal({{ scale + 1 }},{{ scale }}))
        as decimal({{ precision }},{{ scale }})
    )
{%- endmacro %}


{# A part of a whole, 0 to 1, as decimal(9,6). #}
{% macro divide_to_share(numerator, denominator) -%}
    {{ divide(numerator, denominator, 9, 6) }}
{%- endmacro %}


{% macro whole_millionths(number) -%}
    {{ return(adapter.dispatch('whole_millionths', 'keyuan')(number)) }}
{%- endmacro %}

{% macro duckdb__whole_millionths(number) -%}
    cast(cast({{ number }} as decimal(30,6)) * 1000000 as hugeint)
{%- endmacro %}

{% macro spark__whole_millionths(number) -%}
    cast(cast({{ number }} as decimal(30,6)) * 1000000 as decimal(38,0))
{%- endmacro %}


{% macro whole_quotient(numerator, denominator) -%}
    {{ return(adapter.dispatch('whole_quotient', 'keyuan')(numerator, denominator)) }}
{%- endmacro %}

{% macro duckdb__whole_quotient(numerator, denominator) -%}
    cast({{ numerator }} // {{ denominator }} as decimal(28,0))
{%- endmacro %}

{% macro spark__whole_quotient(numerator, denominator) -%}
    cast({{ numerator }} div {{ denominator }} as decimal(28,0))
{%- endmacro %}


{#
    The value below which (or at which) a share of the rows lies: one of the values, never
    one between two of them, so that it is the same on every engine. An aggregate.
#}
{% macro quantile_of(expression, share, data_type='decimal(18,2)') -%}
    {{ return(adapter.dispatch('quantile_of', 'keyuan')(expression, share, data_type)) }}
{%- endmacro %}

{% macro duckdb__quantile_of(expression, share, data_type) -%}
    cast(quantile_disc({{ expression }}, {{ share }}) as {{ data_type }})
{%- endmacro %}

{% macro spark__quantile_of(expression, share, data_type) -%}
    cast(
        percentile_disc({{ share }})
        within group (order by {{ expression }} asc nulls last) as {{ data_type }}
    )
{%- endmacro %}


{# The middle value (the lower one of two). An aggregate. #}
{% macro median_of(expression, data_type='decimal(18,2)') -%}
    {{ quantile_of(expression, 0.5, data_type) }}
{%- endmacro %}


{# A whole number; a half goes away from zero. Plain casts cut on one engine only. #}
{% macro round_to_bigint(number) -%}
    cast(round({{ number }}, 0) as bigint)
{%- endmacro %}


{# The whole part; towards minus infinity. #}
{% macro floor_to_bigint(number) -%}
    cast(floor({{ number }}) as bigint)
{%- endmacro %}
