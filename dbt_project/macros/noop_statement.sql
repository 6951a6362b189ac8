{#
    dbt's own macro, which the seeds are reported by, without its writing of the SQL that
    was run. dbt writes that to target/run/<path of the seed>; the path of a night's
    settings is absolute, so dbt would write over the settings table itself.
#}
{% macro noop_statement(
    name=None, message=None, code=None, rows_affected=None, res=None
) -%}
    {%- set unused_sql = caller() -%}
    {%- if name is not none -%}
        {{ store_raw_result(
            name,
            message=message,
            code=code,
            rows_affected=rows_affected,
            agate_table=res
        ) }}
    {%- endif -%}
{%- endmacro %}
