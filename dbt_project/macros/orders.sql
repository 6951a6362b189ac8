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
