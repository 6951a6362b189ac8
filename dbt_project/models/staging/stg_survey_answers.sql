with

source as (

    select * from {{ source('landing', 'survey_answers') }}

),

renamed as (

    select
        ---------- ids
        source_name || ':' || {{ hash_of_texts([
            'survey', 'question', 'coalesce(customer_id, email, phone)',
            'cast(cast(occurred_at as timestamp) as string)',
        ]) }} as survey_answer_id,
        source_name || ':' || coalesce(
            customer_id,
            'answer:' || lower(coalesce(email, phone))
        ) as record_id,
        store_id,

        ---------- strings
        source_name,
        survey,
        question,
        answer,
        email,
        phone,

        ---------- numerics
        cast(arrival as bigint) as arrival,

        ---------- booleans
        customer_id is null
        and coalesce(email, phone) is not null as is_of_address,

        ---------- dates
        occurred_date,

        ---------- timestamps
        cast(occurred_at as timestamp) as occurred_at

    from source

    where occurred_date <= {{ as_of_date() }}

    qualify
        row_number() over (
            partition by
                source_name,
                survey,
                question,
                coalesce(customer_id, email, phone),
                occurred_at
            order by {{ newest_version_first('landed_on', 'landed_on') }}
        ) = 1

)

select * from renamed {{ of_sample('survey_answer_id') }}
