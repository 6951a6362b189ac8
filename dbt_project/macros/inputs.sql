{#
    The lake and what Python hands over, as views: schema landing (one view per entity
    over every landed file) and schema state (the night's own Parquet). A published night
    stands alone, so drop_inputs takes them away again before publishing. On Spark they
    are tables whose files lie where they are.
#}
{% macro create_inputs() -%}
    {%- if execute and flags.WHICH not in ['parse', 'list', 'ls'] -%}
        {%- do require_as_of_date() -%}
        {%- set home = env_var('KEYUAN_HOME') -%}
        {%- set night = env_var('KEYUAN_NIGHT', home ~ '/current') -%}
        {%- do forget_earlier_process() -%}
        {%- do run_query('create schema if not exists landing') -%}
        {%- do run_query('create schema if not exists state') -%}
        {%- for entity in landed_entities() -%}
            {%- do create_landing_input(entity, home) -%}
        {%- endfor -%}
        {%- set files = state_files(night) -%}
        {%- for table, columns in state_tables().items() -%}
            {%- do create_state_input(table, columns, night, files) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}


{#
    By hand on Spark each process knows only the tables that it built itself, and may not
    write where an earlier one did. A schema that it knows no table of is swept out.
#}
{% macro forget_earlier_process() -%}
    {{ return(adapter.dispatch('forget_earlier_process', 'keyuan')()) }}
{%- endmacro %}

{% macro duckdb__forget_earlier_process() -%}
{%- endmacro %}

{% macro spark__forget_earlier_process() -%}
    {%- set schemas = graph.nodes.values() | map(attribute='schema') | unique | list -%}
    {%- for schema in (schemas + ['landing', 'state']) | unique -%}
        {%- do run_query('create schema if not exists ' ~ schema) -%}
        {%- set known = run_query('show tables in ' ~ schema) -%}
        {%- if known.rows | length == 0 -%}
            {%- do run_query('drop schema ' ~ schema ~ ' cascade') -%}
            {%- do run_query('create schema ' ~ schema) -%}
        {%- endif -%}
    {%- endfor -%}
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
        'earlier_ids': {
            'customer_id': 'string', 'earlier_id': 'string', 'moved_on': 'date',
        },
        'contact_points': {
            'kind': 'string', 'value': 'string', 'normal_value': 'string',
            'region': 'string',
        },
        'predicted_customers': {
            'customer_id': 'string',
            'expected_purchases_90d': 'decimal(18,6)',
            'expected_purchases_365d': 'decimal(18,6)',
            'expected_revenue_90d_amount': 'decimal(18,2)',
            'expected_revenue_365d_amount': 'decimal(18,2)',
            'expected_lifetime_revenue_amount': 'decimal(18,2)',
            'prediction_reason': 'string',
            'no_purchase_90d_probability': 'decimal(9,6)',
            'no_purchase_reason': 'string', 'no_purchase_reason_zh': 'string',
            'next_order_date': 'date', 'next_order_earliest_date': 'date',
            'next_order_latest_date': 'date', 'next_order_reason': 'string',
            'next_order_weekday': 'bigint', 'next_order_hour': 'bigint',
            'next_order_channel': 'string',
        },
        'predicted_sales': {
            'store_id': 'string', 'category': 'string', 'sales_date': 'date',
            'expected_amount': 'decimal(18,2)', 'low_amount': 'decimal(18,2)',
            'high_amount': 'decimal(18,2)',
        },
        'predicted_run_outs': {
            'customer_id': 'string', 'product_id': 'string', 'category': 'string',
            'latest_purchase_date': 'date', 'quantity': 'decimal(18,4)',
            'days_per_unit': 'decimal(18,2)', 'own_interval_count': 'bigint',
            'everyone_days_per_unit': 'decimal(18,2)', 'run_out_low_date': 'date',
            'run_out_date': 'date', 'run_out_high_date': 'date',
            'is_given_up': 'boolean',
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


{% macro create_landing_input(entity, home) -%}
    {%- set landing = home ~ '/lake/landing' -%}
    {%- set pattern = parquet_pattern(landing) ~ '/*/' ~ entity ~ '/*.parquet' -%}
    {%- if not has_files(pattern) -%}
        {%- do exceptions.raise_compiler_error(
            "No landed " ~ entity ~ " under " ~ landing ~ ": KEYUAN_HOME must"
            ~ " name a shop's home in which a night has run (keyuan nightly)."
        ) -%}
    {%- endif -%}
    {%- do create_input('landing.' ~ entity, pattern, landed_columns(entity, landing)) -%}
{%- endmacro %}


{# What has not been handed over yet is an empty table with the right columns. #}
{% macro create_state_input(table, columns, night, files) -%}
    {%- if table ~ '.parquet' in files -%}
        {%- set pattern = parquet_pattern(night ~ '/state/' ~ table ~ '.parquet') -%}
        {%- do create_input('state.' ~ table, pattern, columns) -%}
    {%- else -%}
        {%- do create_empty_input('state.' ~ table, columns) -%}
    {%- endif -%}
{%- endmacro %}


{# The names of the Parquet files that Python has handed over so far. #}
{% macro state_files(night) -%}
    {{ return(adapter.dispatch('state_files', 'keyuan')(night)) }}
{%- endmacro %}

{% macro duckdb__state_files(night) -%}
    {%- set pattern = parquet_pattern(night ~ '/state') ~ '/*.parquet' -%}
    {%- set found = run_query(
        "select parse_filename(file) from glob('" ~ pattern | replace("'", "''") ~ "')"
    ) -%}
    {{ return(found.columns[0].values()) }}
{%- endmacro %}

{% macro spark__state_files(night) -%}
    {%- set found = run_query(
        "select substring_index(path, '/', -1) from binaryFile.`"
        ~ night | replace('`', '``') ~ "/state`"
    ) -%}
    {{ return(found.columns[0].values()) }}
{%- endmacro %}


{# A path in which only our own stars are stars. #}
{% macro parquet_pattern(path) -%}
    {{ return(adapter.dispatch('parquet_pattern', 'keyuan')(path)) }}
{%- endmacro %}

{% macro duckdb__parquet_pattern(path) -%}
    {{ return(modules.re.sub('([*?\\[])', '[\\1]', path)) }}
{%- endmacro %}

{# Spark cannot write to a path with a star in it: a night there does not begin. #}
{% macro spark__parquet_pattern(path) -%}
    {{ return(path) }}
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


{# The columns of an entity and their types, where an engine must be told them. #}
{% macro landed_columns(entity, landing) -%}
    {{ return(adapter.dispatch('landed_columns', 'keyuan')(entity, landing)) }}
{%- endmacro %}

{% macro duckdb__landed_columns(entity, landing) -%}
    {{ return({}) }}
{%- endmacro %}

{# A lake has for every entity a file without rows that has all columns of tonight. #}
{% macro spark__landed_columns(entity, landing) -%}
    {%- set file = landing ~ '/schema/' ~ entity ~ '/*.parquet' -%}
    {%- set found = run_query('describe query ' ~ select_from_parquet(file)) -%}
    {%- set columns = {} -%}
    {%- for row in found.rows -%}
        {%- do columns.update({row['col_name']: row['data_type']}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}


{# The files as a table. #}
{% macro create_input(name, pattern, columns) -%}
    {{ return(adapter.dispatch('create_input', 'keyuan')(name, pattern, columns)) }}
{%- endmacro %}

{% macro duckdb__create_input(name, pattern, columns) -%}
    {%- do run_query(
        'create or replace view ' ~ name ~ ' as ' ~ select_from_parquet(pattern)
    ) -%}
{%- endmacro %}

{# Without columns that are stated Spark would look into every file to find them. #}
{% macro spark__create_input(name, pattern, columns) -%}
    {%- do run_query('drop table if exists ' ~ name) -%}
    {%- do run_query(
        'create table ' ~ name ~ ' (' ~ typed_columns(columns) ~ ') using parquet'
        ~ " options (path '" ~ spark_escaped(pattern) ~ "')"
    ) -%}
{%- endmacro %}

{% macro typed_columns(columns) -%}
    {%- set typed = [] -%}
    {%- for column, data_type in columns.items() -%}
        {%- do typed.append(column ~ ' ' ~ data_type) -%}
    {%- endfor -%}
    {{ return(typed | join(', ')) }}
{%- endmacro %}


{% macro create_empty_input(name, columns) -%}
    {{ return(adapter.dispatch('create_empty_input', 'keyuan')(name, columns)) }}
{%- endmacro %}

{% macro duckdb__create_empty_input(name, columns) -%}
    {%- set nulls = [] -%}
    {%- for column, data_type in columns.items() -%}
        {%- do nulls.append('cast(null as ' ~ data_type ~ ') as ' ~ column) -%}
    {%- endfor -%}
    {%- do run_query(
        'create or replace view ' ~ name ~ ' as select ' ~ nulls | join(', ')
        ~ ' where 1 = 0'
    ) -%}
{%- endmacro %}

{% macro spark__create_empty_input(name, columns) -%}
    {%- do run_query('drop table if exists ' ~ name) -%}
    {%- do run_query(
        'create table ' ~ name ~ ' (' ~ typed_columns(columns) ~ ') using parquet'
    ) -%}
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

{# Spark itself stops at a pattern that nothing matches, and names it. #}
{% macro spark__has_files(pattern) -%}
    {{ return(true) }}
{%- endmacro %}
