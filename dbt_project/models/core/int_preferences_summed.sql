-- How much of each value a customer chose: orders by channel, store and time, net
-- revenue by category and brand, pieces kept by size, variant and colour, lines by
-- price level.
with

int_orders_timed as (

    select * from {{ ref('int_orders_timed') }}

),

int_lines_of_customers as (

    select * from {{ ref('int_lines_of_customers') }}

),

int_lines_priced as (

    select * from {{ ref('int_lines_priced') }}

),

preferences as (

    {{ union_preferences() }}

)

select * from preferences
