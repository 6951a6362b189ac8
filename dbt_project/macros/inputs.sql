{#
    The lake and what Python hands over, as views: schema landing (one view per entity
    over every landed file) and schema state (the night's own Parquet). A published night
    stands alone, so drop_inputs takes them away again before publishing.
#}
{% macro create_inputs() -%}
    {%- if execute and flags.WHICH not in ['parse', 'list', 'ls'] -%}
        {%- do require_as_of_date() -%}
        {%- set home = env_var('KEYUAN_HOME') -%}
        {%- set night = env_var('KEYUAN_NIGHT', home ~ '/current') -%}
        {%- do run_query('create schema if not exists landing') -%}
        {%- do run_query('create schema if not exists state') -%}
        {%- for entity in landed_entities() -%}
            {%- do create_landing_view(entity, home) -%}
        {%- endfor -%}
        {%- for table, columns in state_tables().items() -%}
            {%- do create_state_view(table, columns, night) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}


{% macro drop_inputs() -%}
    {%- for schema in ['landing', 'state'] -%}
        {%- do run_query('drop schema if exists ' ~ schema ~ ' cascade') -%}
    {%- endfor -%}
{%- endmacro %}


{% macro landed_entities() -%}
    {{ return([
        'orders', 'order_lines', 'customers', 'products', 'stores', 'loyalty_events',
        'interactions', 'feedback', 'survey_answers', 'consents', 'inventory',
        'campaign_responses', 'fx_rates',
    ]) }}
{%- endmacro %}


{# The columns stand here because a first night has no file to read them from. #}
{% macro state_tables() -%}
    {{ return({
        'identity_records': {
            'record_id': 'string', 'customer_id': 'string', 'link_rule': 'string',
            'link_weight': 'decimal(9,6)', 'first_seen_on': 'date',
        },
        'identity_changes': {
            'as_of': 'date', 'kind': 'string', 'old_customer_id': 'string',
            'new_customer_id': 'string', 'reason': 'string', 'link': 'string',
        },
        'identity_links': {
            'record_1': 'string', 'record_2': 'string',
            'link_rule': 'string', 'link_weight': 'decimal(9,6)',
        },
        'refused_links': {
            'record_1': 'string', 'record_2': 'string',
            'link_rule': 'string', 'link_weight': 'decimal(9,6)', 'reason': 'string',
        },
        'barred_values': {
            'kind': 'string', 'value': 'string', 'reason': 'string',
            'name_count': 'bigint', 'record_count': 'bigint',
        },
        'person_forms': {
            'record_id': 'string', 'given_key': 'string', 'family_key': 'string',
            'address_key': 'string',
        },
        'heirs': {'customer_id': 'string', 'heir': 'string'},
        'earlier_ids': {'customer_id': 'string', 'earlier_id': 'string'},
        'contact_points': {
            'kind': 'string', 'value': 'string', 'normal_value': 'string',
            'region': 'string',
        },
        'prior_memberships': {
            'mart': 'string', 'segment': 'string', 'customer_id': 'string',
            'since_date': 'date',
        },
        'prior_segments': {
            'mart': 'string', 'customer_id': 'string', 'segment': 'string',
            'previous_segment': 'string', 'entered_on': 'date', 'left_on': 'date',
        },
        'prior_contacts': {
            'as_of': 'date', 'campaign': 'string', 'channel': 'string',
            'customer_id': 'string', 'outcome': 'string',
        },
        'files': {
            'arrival': 'bigint', 'source_name': 'string', 'file_name': 'string',
            'sha256': 'string', 'landed_on': 'date', 'state': 'string',
            'reason': 'string', 'row_count': 'bigint', 'landed_count': 'bigint',
            'set_aside_count': 'bigint', 'set_aside_amount': 'decimal(18,2)',
            'is_new': 'boolean',
        },
        'set_aside_reasons': {
            'source_name': 'string', 'reason': 'string', 'row_count': 'bigint',
        },
    }) }}
{%- endmacro %}


{% macro create_landing_view(entity, home) -%}
    {%- set folders = parquet_pattern(home ~ '/lake/landing') ~ '/*/' ~ entity -%}
    {%- set pattern = folders ~ '/*.parquet' -%}
    {%- if not has_files(pattern) -%}
        {%- do exceptions.raise_compiler_error(
            "No landed " ~ entity ~ " under " ~ home ~ "/lake/landing: KEYUAN_HOME must"
            ~ " name a shop's home in which a night has run (keyuan nightly)."
        ) -%}
    {%- endif -%}
    {%- do run_query(
        'create or replace view landing.' ~ entity ~ ' as ' ~ select_from_parquet(pattern)
    ) -%}
{%- endmacro %}


{# What has not been handed over yet is an empty table with the right columns. #}
{% macro create_state_view(table, columns, night) -%}
    {%- set pattern = parquet_pattern(night ~ '/state/' ~ table ~ '.parquet') -%}
    {%- if has_files(pattern) -%}
        {%- set query = select_from_parquet(pattern) -%}
    {%- else -%}
        {%- set nulls = [] -%}
        {%- for name, data_type in columns.items() -%}
            {%- do nulls.append('cast(null as ' ~ data_type ~ ') as ' ~ name) -%}
        {%- endfor -%}
        {%- set query = 'select ' ~ nulls | join(', ') ~ ' where 1 = 0' -%}
    {%- endif -%}
    {%- do run_query('create or replace view state.' ~ table ~ ' as ' ~ query) -%}
{%- endmacro %}


{# A path in which only our own stars are stars. #}
{% macro parquet_pattern(path) -%}
    {{ return(adapter.dispatch('parquet_pattern', 'keyuan')(path)) }}
{%- endmacro %}

{% macro duckdb__parquet_pattern(path) -%}
    {{ return(modules.re.sub('([*?\\[])', '[\\1]', path)) }}
{%- endmacro %}

{% macro spark__parquet_pattern(path) -%}
    {{ return(modules.re.sub('([*?\\[{])', '\\\\\\1', path)) }}
{%- endmacro %}


{% macro select_from_parquet(pattern) -%}
    {{ return(adapter.dispatch('select_from_parquet', 'keyuan')(pattern)) }}
{%- endmacro %}

{% macro duckdb__select_from_parquet(pattern) -%}
    {{ return(
        "select * from read_parquet(['" ~ pattern | replace("'", "''")
        ~ "'], union_by_name = true, hive_partitioning = false)"
    ) }}
{%- endmacro %}

{% macro spark__select_from_parquet(pattern) -%}
    {{ return('select * from parquet.`' ~ pattern | replace('`', '``') ~ '`') }}
{%- endmacro %}


{% macro has_files(pattern) -%}
    {{ return(adapter.dispatch('has_files', 'keyuan')(pattern)) }}
{%- endmacro %}

{% macro duckdb__has_files(pattern) -%}
    {%- set found = run_query(
        "select count(*) from glob('" ~ pattern | replace("'", "''") ~ "')"
    ) -%}
    {{ return(found.columns[0].values()[0] > 0) }}
{%- endmacro %}

{# Spark cannot look: a night on Spark is handed every file, empty ones included. #}
{% macro spark__has_files(pattern) -%}
    {{ return(true) }}
{%- endmacro %}
