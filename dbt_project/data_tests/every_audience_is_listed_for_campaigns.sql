{#
    Whoever writes an audience expects that a campaign can name it. What else stands in
    the folder are steps (int_…), members and exports.
#}
{%- set forgotten = [] -%}
{%- if execute -%}
    {%- set union = graph.nodes['model.keyuan.int_candidates_unioned'] -%}
    {%- set listed = union.depends_on.nodes -%}
    {%- for id, node in graph.nodes.items() -%}
        {%- if node.resource_type == 'model' and node.fqn[1] == 'audiences'
            and not node.name.startswith('int_')
            and node.name not in ['members', 'exports'] and id not in listed -%}
            {%- do forgotten.append(node.name) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endif -%}
-- depends_on: {{ ref('int_candidates_unioned') }}
select
    max(
        'models/audiences: {{ forgotten | join(", ") }} is in no list: add a line to'
        || ' int_candidates_unioned'
    ) as sentence

from {{ ref('campaigns') }}

having {{ forgotten | length }} > 0
