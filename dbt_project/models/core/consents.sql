with

int_consents_linked as (

    select * from {{ ref('int_consents_linked') }}

),

int_consents_current as (

    select * from {{ ref('int_consents_current') }}

),

newest_consents as (

    select
        int_consents_linked.customer_id,
        int_consents_current.channel,
        int_consents_current.state,
        int_consents_current.changed_date,
        int_consents_current.source_name

    from int_consents_linked

    inner join int_consents_current
        on int_consents_linked.consent_id = int_consents_current.consent_id

    qualify
        row_number() over (
            partition by int_consents_linked.customer_id, int_consents_current.channel
            order by
                int_consents_current.changed_date desc nulls last,
                int_consents_current.refusal_order desc nulls last,
                int_consents_current.state desc nulls last,
                int_consents_current.source_name asc nulls last,
                int_consents_current.consent_id asc nulls last
        ) = 1

)

select * from newest_consents
