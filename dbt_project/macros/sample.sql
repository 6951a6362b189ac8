{#
    Of everything about customers a part, for those who edit models: with
    --vars '{sample_percent: 10}' one customer in ten is kept, whole, with all that the
    night whose state is read knows of them; of what nobody is known to have bought or
    said, one in ten too. A night has no such var, and the macro says nothing then.
#}
{% macro of_sample(id) -%}
    {%- set percent = sample_percent() -%}
    {%- if percent is not none -%}
    where
        record_id not in (
            select record_id from {{ source('state', 'identity_records') }}
            where {{ is_beyond_sample('customer_id', percent) }}
        )
        or (record_id is null and not {{ is_beyond_sample(id, percent) }})
    {%- endif -%}
{%- endmacro %}


{# A unit test brings its own few rows, and keeps them all. #}
{% macro sample_percent() -%}
    {{ return(none if model.resource_type == 'unit_test' else var('sample_percent', none)) }}
{%- endmacro %}


{% macro is_beyond_sample(text, percent) -%}
    mod({{ hash_to_whole_number(text) }}, 100) >= {{ percent }}
{%- endmacro %}


{# The lines of the orders that are in the sample. #}
{% macro of_sampled_orders() -%}
    {%- if sample_percent() is not none -%}
    where order_id in (select order_id from {{ ref('stg_orders') }})
    {%- endif -%}
{%- endmacro %}
