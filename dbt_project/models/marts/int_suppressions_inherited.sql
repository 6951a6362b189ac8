-- A suppressed customer stays suppressed under every id that took over from the one in
-- the list, through any number of merges and splits. Each step is of a later night: who
-- was split off and merged again would else go round for ever.
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
        value as customer_id,
        cast(null as date) as inherited_on

    from suppressions

    where kind = 'customer_id'

    union all

    select
        ids_inherited.suppressed_id,
        changes.new_customer_id as customer_id,
        changes.as_of as inherited_on

    from ids_inherited

    inner join changes
        on
            ids_inherited.customer_id = changes.old_customer_id
            and (
                ids_inherited.inherited_on is null
                or ids_inherited.inherited_on < changes.as_of
            )

)

select * from ids_inherited
