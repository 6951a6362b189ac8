-- A suppressed customer stays suppressed under every id that took over from the one in
-- the list, through any number of merges and splits.
with recursive

changes as (

    select * from {{ ref('changes') }}

),

suppressions as (

    select * from {{ ref('suppressions') }}

),

ids_inherited as (

    select
        value as suppressed_id,
        value as customer_id

    from suppressions

    where kind = 'customer_id'

    union all

    select
        ids_inherited.suppressed_id,
        changes.new_customer_id as customer_id

    from ids_inherited

    inner join changes
        on ids_inherited.customer_id = changes.old_customer_id

)

select * from ids_inherited
