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


{# The shop's country, two letters; null where nobody says it. #}
{% macro shop_country() -%}
    {%- set value = shop_setting('country') -%}
    {%- if value -%}'{{ value }}'{%- else -%}cast(null as string){%- endif -%}
{%- endmacro %}


{# What is mixed into the hash that holds people out; a shop sets its own. #}
{% macro holdout_salt() -%}
    '{{ (shop_setting('holdout_salt') or '') | replace("'", "''") }}'
{%- endmacro %}


{#
    The shop's clock at a moment of UTC, as a timestamp. A shop whose timezone nobody
    said (a night of an older version, built by hand) lives by UTC.
#}
{% macro shop_local_time(moment) -%}
    {%- set timezone = (shop_setting('timezone') or 'UTC') | replace("'", "''") -%}
    {{ return(adapter.dispatch('shop_local_time', 'keyuan')(moment, timezone)) }}
{%- endmacro %}

{% macro duckdb__shop_local_time(moment, timezone) -%}
    timezone('{{ timezone }}', timezone('UTC', cast({{ moment }} as timestamp)))
{%- endmacro %}

{% macro spark__shop_local_time(moment, timezone) -%}
    from_utc_timestamp({{ moment }}, '{{ timezone }}')
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
            {%- set found = run_query(select_from_parquet(pattern)) -%}
            {#- A night of an older version kept fewer settings. -#}
            {%- if name in found.column_names -%}
                {%- set value = found.columns[name].values()[0] -%}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(value) }}
{%- endmacro %}
