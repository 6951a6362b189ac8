{# The rule is true of every row; a row of which it is neither true nor false fails. #}
{% test holds(model, rule, column_name=none) %}

select *

from {{ model }}

where not coalesce(({{ rule }}), false)

{% endtest %}
