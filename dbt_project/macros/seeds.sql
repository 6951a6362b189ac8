{#
    Seeds on Spark. A table of settings without rows is to have a file all the same,
    which says its columns, so it is made of no rows and not of its columns alone.
#}
{% macro spark__create_csv_table(model, agate_table) %}
    {%- set types = model['config']['column_types'] -%}
    {%- set nulls = [] -%}
    {%- for column in agate_table.column_names -%}
        {%- do nulls.append('cast(null as ' ~ types[column] ~ ') as ' ~ column) -%}
    {%- endfor -%}
    {%- set sql =
        'create table ' ~ this.render() ~ ' as select ' ~ nulls | join(', ')
        ~ ' where 1 = 0'
    -%}
    {%- call statement('_') -%}{{ sql }}{%- endcall -%}
    {{ return(sql) }}
{% endmacro %}


{#
    dbt-spark writes a seed's values as they are, so that a quote ends the text and a
    missing one becomes the word None. Here texts are escaped and nulls are nulls.
#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set types = model['config']['column_types'] -%}
    {%- set statements = [] -%}
    {%- for rows in agate_table.rows | batch(get_batch_size()) -%}
        {%- set bindings = [] -%}
        {%- set lines = [] -%}
        {%- for row in rows -%}
            {%- set cells = [] -%}
            {%- for column in agate_table.column_names -%}
                {%- set value = row[column] -%}
                {%- if value is not none -%}
                    {%- do bindings.append(spark_escaped(value | string)) -%}
                {%- endif -%}
                {%- set cell = 'null' if value is none else get_binding_char() -%}
                {%- do cells.append('cast(' ~ cell ~ ' as ' ~ types[column] ~ ')') -%}
            {%- endfor -%}
            {%- do lines.append('(' ~ cells | join(', ') ~ ')') -%}
        {%- endfor -%}
        {%- set sql = 'insert into ' ~ this.render() ~ ' values ' ~ lines | join(', ') -%}
        {%- do adapter.add_query(sql, bindings=bindings, abridge_sql_log=True) -%}
        {%- do statements.append(sql) -%}
    {%- endfor -%}
    {{ return(statements | first) }}
{% endmacro %}


{# Text as it stands between the quotes of Spark's SQL, where a backslash escapes. #}
{% macro spark_escaped(text) -%}
    {{ return(text | replace('\\', '\\\\') | replace("'", "\\'")) }}
{%- endmacro %}
