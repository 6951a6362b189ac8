{# The night's date, the only clock of the house: everything up to its end counts. #}
{% macro as_of_date() -%}
    {%- if execute -%}{%- do require_as_of_date() -%}{%- endif -%}
    cast('{{ var('as_of_date', '1970-01-01') }}' as date)
{%- endmacro %}


{% macro require_as_of_date() -%}
    {%- set value = var('as_of_date', '') | string -%}
    {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', value) -%}
        {%- do exceptions.raise_compiler_error(
            "The variable as_of_date is " ~ ("'" ~ value ~ "'" if value else "missing")
            ~ ": pass the night's date, for instance"
            ~ " --vars '{as_of_date: 2025-06-30}'. Nothing here asks the clock."
        ) -%}
    {%- endif -%}
{%- endmacro %}


{# The shop's currency; null where nobody said, as in a build by hand. #}
{% macro shop_currency() -%}
    {%- set value = var('currency', none) -%}
    {%- if value -%}'{{ value }}'{%- else -%}cast(null as string){%- endif -%}
{%- endmacro %}


{# What is mixed into the hash that holds people out; a shop sets its own. #}
{% macro holdout_salt() -%}
    '{{ var('holdout_salt', '') | replace("'", "''") }}'
{%- endmacro %}
