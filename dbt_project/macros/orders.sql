{# What an order's goods come to where only its totals are known: no tax, no shipping. #}
{% macro goods_amount(orders) -%}
    cast(
        coalesce(
            {{ orders }}.total_amount
            - coalesce({{ orders }}.tax_amount, 0)
            - coalesce({{ orders }}.shipping_amount, 0),
            {{ orders }}.gross_amount - coalesce({{ orders }}.discount_amount, 0),
            0
        ) as decimal(18, 2)
    )
{%- endmacro %}


{# The order of the lines of one row of a file; lines alike in all of it are equal. #}
{% macro lines_in_order(lines) -%}
    {{ lines }}.line_number asc nulls last,
    {{ lines }}.product_id asc nulls last,
    {{ lines }}.variant asc nulls last,
    {{ lines }}.size asc nulls last,
    {{ lines }}.color asc nulls last,
    {{ lines }}.product_name asc nulls last,
    {{ lines }}.quantity asc nulls last,
    {{ lines }}.line_amount asc nulls last,
    {{ lines }}.unit_price asc nulls last,
    {{ lines }}.discount_amount asc nulls last,
    {{ lines }}.returned_order_id asc nulls last,
    {{ lines }}.is_repeated asc nulls last
{%- endmacro %}


{#
    What a customer's orders of a span of days come to, for each of the windows that the
    house looks back through: from so many days ago (included) to so many (not).
#}
{% macro sums_per_window() -%}
    {%- set windows = {
        '30d': (0, 30),
        '90d': (0, 90),
        '365d': (0, 365),
        'previous_365d': (365, 730),
    } -%}
    {%- for window, (first, end) in windows.items() -%}
    {%- set is_in = 'days_ago >= ' ~ first ~ ' and days_ago < ' ~ end -%}
    {{ _sum_if(is_in, 'sale_count', 'bigint') }} as order_count_{{ window }},
    {{ _sum_if(is_in, 'sale_amount') }} as sale_{{ window }}_amount,
    {{ _sum_if(is_in, 'net_amount') }} as net_revenue_{{ window }}_amount,
    {{ _sum_if(is_in, 'returned_amount') }} as returned_{{ window }}_amount,
    {{ _sum_if(is_in, 'discount_amount') }} as discount_{{ window }}_amount,
    cast(sum(case when {{ is_in }} then margin_amount end) as decimal(18, 2))
        as margin_{{ window }}_amount
    {%- if not loop.last %},
    {% endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro _sum_if(condition, column, data_type='decimal(18, 2)') -%}
    cast(
        sum(case when {{ condition }} then {{ column }} else 0 end) as {{ data_type }}
    )
{%- endmacro %}
