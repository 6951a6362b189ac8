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


{# The shop's currency; null where neither a var nor the newest night says it. #}
{% macro shop_currency() -%}
    {%- set value = shop_setting('currency') -%}
    {%- if value -%}'{{ value }}'{%- else -%}cast(null as string){%- endif -%}
{%- endmacro %}


{# What is mixed into the hash that holds people out; a shop sets its own. #}
{% macro holdout_salt() -%}
    '{{ (shop_setting('holdout_salt') or '') | replace("'", "''") }}'
{%- endmacro %}


{#
    A setting of shop.toml. A night hands it over as a var; a build by hand takes it from
    the night whose state it reads, so that it gives the same rows.
#}
{% macro shop_setting(name) -%}
    {%- set value = var(name, none) -%}
    {%- if value is none and execute and env_var('KEYUAN_HOME', '') -%}
        {%- set night = env_var('KEYUAN_NIGHT', env_var('KEYUAN_HOME') ~ '/current') -%}
        {%- if 'shop.parquet' in state_files(night) -%}
            {%- set pattern = parquet_pattern(night ~ '/state/shop.parquet') -%}
            {%- set found = run_query(
                'select ' ~ name ~ ' from (' ~ select_from_parquet(pattern) ~ ') as shop'
            ) -%}
            {%- set value = found.columns[0].values()[0] -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(value) }}
{%- endmacro %}
