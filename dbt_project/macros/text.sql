{#
    A text's place between 0 (included) and 1 (not): the same text, the same share, in
    every night and on every engine. decimal(9,6).
#}
{% macro hash_to_share(text) -%}
    cast(
        mod({{ hash_to_whole_number(text) }}, 1000000)
        * cast(0.000001 as decimal(7,6)) as decimal(9,6)
    )
{%- endmacro %}


{% macro hash_to_whole_number(text) -%}
    {{ return(adapter.dispatch('hash_to_whole_number', 'keyuan')(text)) }}
{%- endmacro %}

{% macro duckdb__hash_to_whole_number(text) -%}
    cast(('0x' || substr(md5({{ text }}), 1, 8)) as bigint)
{%- endmacro %}

{% macro spark__hash_to_whole_number(text) -%}
    cast(conv(substr(md5({{ text }}), 1, 8), 16, 10) as bigint)
{%- endmacro %}


{# One short text for several, none null: equal only where all of them are. #}
{% macro hash_of_texts(texts) -%}
    {%- set parts = [] -%}
    {%- for text in texts -%}
        {%- do parts.append("cast(length(" ~ text ~ ") as string) || ':' || " ~ text) -%}
    {%- endfor -%}
    md5({{ parts | join(' || ') }})
{%- endmacro %}


{# Every place where the pattern matches, replaced. #}
{% macro replace_pattern(text, pattern, replacement) -%}
    {{ return(adapter.dispatch('replace_pattern', 'keyuan')(text, pattern, replacement)) }}
{%- endmacro %}

{% macro duckdb__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ pattern }}, {{ replacement }}, 'g')
{%- endmacro %}

{% macro spark__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ pattern }}, {{ replacement }})
{%- endmacro %}


{# Whether the pattern is found anywhere in the text. #}
{% macro has_pattern(text, pattern) -%}
    {{ return(adapter.dispatch('has_pattern', 'keyuan')(text, pattern)) }}
{%- endmacro %}

{% macro duckdb__has_pattern(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }})
{%- endmacro %}

{% macro spark__has_pattern(text, pattern) -%}
    ({{ text }} rlike {{ pattern }})
{%- endmacro %}


{# False, never null, when the text or the prefix is missing or the prefix is empty. #}
{% macro starts_with(text, prefix) -%}
    coalesce(
        length({{ prefix }}) > 0
        and substr({{ text }}, 1, length({{ prefix }})) = {{ prefix }},
        false
    )
{%- endmacro %}


{# One name of two parts, as people of that script write it; null when both are. #}
{% macro full_name(given_name, family_name) -%}
    case
        when {{ family_name }} is null then {{ given_name }}
        when {{ given_name }} is null then {{ family_name }}
        when {{ has_pattern(family_name, "'[㐀-鿿]'") }}
            then {{ family_name }} || {{ given_name }}
        else {{ given_name }} || ' ' || {{ family_name }}
    end
{%- endmacro %}


{# Several texts as one, in their own order, nulls left out. An aggregate. #}
{% macro joined_texts(text, separator=', ') -%}
    {{ return(adapter.dispatch('joined_texts', 'keyuan')(text, separator)) }}
{%- endmacro %}

{% macro duckdb__joined_texts(text, separator) -%}
    string_agg({{ text }}, '{{ separator }}' order by {{ text }} asc nulls last)
{%- endmacro %}

{# Of no text at all it is null, as on the other engine. #}
{% macro spark__joined_texts(text, separator) -%}
    nullif(array_join(array_sort(collect_list({{ text }})), '{{ separator }}'), '')
{%- endmacro %}


{#
    A text in which words can be looked for: small letters, and two blanks before, between
    and after the words, so that each has blanks of its own: '  no  school  road  '.
    Letters are what the pattern names: Latin, Greek, Cyrillic, Han, kana.
#}
{% macro words_of(text) -%}
    {{ replace_pattern(
        "(' ' || lower(" ~ text ~ ") || ' ')", "'[^a-zß-öø-ӿぁ-ヿ㐀-鿿]+'", "'  '"
    ) }}
{%- endmacro %}


{# A name by its letters alone, so that it is one however it was typed. #}
{% macro name_key(name) -%}
    {{ replace_pattern(
        'lower(' ~ name ~ ')', "'[^a-zß-öø-ӿぁ-ヿ㐀-鿿]+'", "''"
    ) }}
{%- endmacro %}


{# An address by its letters and figures alone, so that it is one however typed. #}
{% macro address_key(address) -%}
    {{ replace_pattern(
        'lower(' ~ address ~ ')', "'[^0-9a-zß-öø-ӿぁ-ヿ㐀-鿿]+'", "''"
    ) }}
{%- endmacro %}


{#
    A word, or several, as it is looked for there: with a blank of its own on either side,
    ' school  road ', or anywhere in a script that is written without blanks.
#}
{% macro as_word(word) -%}
    case
        when {{ has_pattern(word, "'[ぁ-ヿ㐀-鿿]'") }} then lower({{ word }})
        else substr({{ words_of(word) }}, 2, length({{ words_of(word) }}) - 2)
    end
{%- endmacro %}


{# How many times a word that is not empty stands in a text. #}
{% macro occurrences(text, word) -%}
    {{ whole_quotient(
        '(length(' ~ text ~ ') - length(replace(' ~ text ~ ', ' ~ word ~ ", '')))",
        'length(' ~ word ~ ')'
    ) }}
{%- endmacro %}


{# The first of what is written one after the other: 'Chess' of ' Chess; tea、walks'. #}
{% macro first_of_list(text) -%}
    {{ replace_pattern(
        replace_pattern(text, "'^[ ,;、，；|/]+'", "''"), "'[ ]*[,;、，；|/].*$'", "''"
    ) }}
{%- endmacro %}
