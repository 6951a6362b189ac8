{# What customers choose among, as kind: (table, column, what is weighed). #}
{% macro preference_kinds() -%}
    {%- set orders = 'int_orders_timed' -%}
    {%- set lines = 'int_lines_of_customers' -%}
    {{ return({
        'channel': (orders, 'channel', '1'),
        'store': (orders, 'store_id', '1'),
        'weekday': (orders, 'weekday', '1'),
        'hour': (orders, 'local_hour', '1'),
        'week_part': (orders, 'week_part', '1'),
        'day_part': (orders, 'day_part', '1'),
        'category': (lines, 'category', 'net_amount'),
        'brand': (lines, 'brand', 'net_amount'),
        'size': (lines, 'size', 'quantity'),
        'variant': (lines, 'variant', 'quantity'),
        'color': (lines, 'color', 'quantity'),
        'price_level': ('int_lines_priced', 'price_level', '1'),
    }) }}
{%- endmacro %}


{# A row per customer, kind and value: its weight, and when it was last chosen. #}
{% macro union_preferences() -%}
    {%- for kind, (table, column, weight) in preference_kinds().items() %}
    select
        customer_id,
        '{{ kind }}' as kind,
        cast({{ column }} as string) as value,
        cast(sum({{ weight }}) as decimal(18, 4)) as weight,
        max(order_date) as latest_date
    from {{ table }}
    group by 1, 2, 3
    {% if not loop.last %}
    union all
    {% endif %}
    {%- endfor -%}
{%- endmacro %}


{# The chosen value, its share and the count of values, for each kind as columns. #}
{% macro pivot_preferences() -%}
    {%- for kind in preference_kinds() -%}
    cast(max(case when kind = '{{ kind }}' then value end) as string) as {{ kind }},
    max(case when kind = '{{ kind }}' then share end) as {{ kind }}_share,
    max(case when kind = '{{ kind }}' then value_count end) as {{ kind }}_count
    {%- if not loop.last %},
    {% endif -%}
    {%- endfor -%}
{%- endmacro %}
