with

identity_changes as (

    select * from {{ source('state', 'identity_changes') }}

),

renamed as (

    select
        cast(as_of as date) as as_of,
        cast(kind as string) as kind,
        cast(old_customer_id as string) as old_customer_id,
        cast(new_customer_id as string) as new_customer_id,
        cast(reason as string) as reason,
        cast(link as string) as link

    from identity_changes

)

select * from renamed
