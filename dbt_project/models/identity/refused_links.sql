-- Links between records that stay two people all the same.
with

refused_links as (

    select * from {{ source('state', 'refused_links') }}

),

renamed as (

    select
        cast(record_1 as string) as record_id,
        cast(record_2 as string) as other_record_id,
        cast(link_rule as string) as link_rule,
        cast(link_weight as decimal(9, 6)) as link_weight,
        cast(reason as string) as reason

    from refused_links

)

select * from renamed
