{# The referrers of referrers, one level after the other, each pair once. #}
{% macro referrers_by_level(referrers, levels) -%}
    level_1 as (

    select
        customer_id,
        referrer_customer_id as above_1
    from {{ referrers }}

),

{% for level in range(2, levels + 1) -%}
    {%- set before = level - 1 -%}
    level_{{ level }} as (

    select
        level_{{ before }}.customer_id,
        {%- for n in range(1, level) %}
        level_{{ before }}.above_{{ n }},
        {%- endfor %}
        case
            when referrers.referrer_customer_id not in (
                level_{{ before }}.customer_id
                {%- for n in range(1, level) -%}
                , coalesce(level_{{ before }}.above_{{ n }}, '')
                {%- endfor -%}
            ) then referrers.referrer_customer_id
        end as above_{{ level }}
    from level_{{ before }}
    left join {{ referrers }} as referrers
        on level_{{ before }}.above_{{ before }} = referrers.customer_id

),

{% endfor -%}
    referrers_above as (

    {% for level in range(1, levels + 1) -%}
    select
        customer_id,
        above_{{ level }} as referrer_customer_id,
        cast({{ level }} as bigint) as level
    from level_{{ levels }}
    where above_{{ level }} is not null
    {% if not loop.last %}
    union all

    {% endif %}
    {%- endfor %}
)
{%- endmacro %}
