-- Values of tonight's records that tie nobody to anybody.
with

barred_values as (

    select * from {{ source('state', 'barred_values') }}

),

renamed as (

    select
        cast(kind as string) as kind,
        cast(value as string) as value,
        cast(reason as string) as reason,
        cast(name_count as bigint) as name_count,
        cast(record_count as bigint) as record_count

    from barred_values

)

select * from renamed
