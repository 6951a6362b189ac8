{#
    Audiences are the models of the folder that int_candidates_unioned lists. A campaign
    for any other name would have nobody in it, and nobody would be told.
#}
{%- set names = ["''"] -%}
{%- if execute -%}
    {%- set union = graph.nodes['model.keyuan.int_candidates_unioned'] -%}
    {%- for id in union.depends_on.nodes -%}
        {%- do names.append("'" ~ id.split('.')[-1] ~ "'") -%}
    {%- endfor -%}
{%- endif -%}
-- depends_on: {{ ref('int_candidates_unioned') }}
with

campaigns as (

    select * from {{ ref('campaigns') }}

)

select
    campaign,
    'campaigns.csv: the campaign ' || campaign || ' is for the audience '
    || coalesce(audience, '(none)') || ', which is no model: write models/audiences/'
    || coalesce(audience, '(name)') || '.sql and list it in int_candidates_unioned'
        as sentence

from campaigns

where audience is null or audience not in ({{ names | join(', ') }})
