{#
    The order in which versions of one record stand, the one that counts first: what was
    known on the night (changed, or else landed, up to as_of) before what came later; of
    the known the newest, of the later ones the oldest; then the newest file, and of that
    its last row, or with rows='asc' its first.
#}
{% macro newest_version_first(
    updated_at='updated_at', updated_date='updated_date', rows='desc'
) -%}
    {%- set known_since = 'coalesce(' ~ updated_date ~ ', landed_on)' -%}
    case when {{ known_since }} <= {{ as_of_date() }} then 0 else 1 end asc nulls last,
    case when {{ known_since }} <= {{ as_of_date() }} then {{ updated_at }} end
        desc nulls last,
    case when {{ known_since }} > {{ as_of_date() }} then {{ known_since }} end
        asc nulls last,
    arrival desc nulls last,
    row_number {{ rows }} nulls last
{%- endmacro %}
