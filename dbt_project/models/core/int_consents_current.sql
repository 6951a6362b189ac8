-- A source that says the same again is no newer word: the first time it said so counts.
-- At one instant a refusal stands last and so wins; an unknown state says nothing.
with

stg_consents as (

    select * from {{ ref('stg_consents') }}

),

contact_points as (

    select * from {{ source('state', 'contact_points') }}

),

consents_of_subjects as (

    select
        stg_consents.consent_id,
        stg_consents.record_id,
        emails.normal_value as email,
        phones.normal_value as phone,
        coalesce(stg_consents.record_id, emails.normal_value, phones.normal_value)
            as subject,
        stg_consents.source_name,
        stg_consents.channel,
        stg_consents.state,
        case when stg_consents.state = 'granted' then 0 else 1 end as refusal_order,
        stg_consents.changed_date,
        stg_consents.changed_at

    from stg_consents

    left join contact_points as emails
        on stg_consents.email = emails.value and emails.kind = 'email'

    left join contact_points as phones
        on stg_consents.phone = phones.value and phones.kind = 'phone'

    where stg_consents.state in ('granted', 'denied', 'revoked')

),

consents_changed as (

    select * from consents_of_subjects

    where subject is not null

    qualify
        coalesce(lag(state) over (
            partition by source_name, subject, channel
            order by
                changed_at asc nulls first,
                refusal_order asc nulls last,
                state asc nulls last,
                consent_id asc nulls last
        ), 'unknown') <> state

),

consents_newest as (

    select * from consents_changed

    qualify
        row_number() over (
            partition by source_name, subject, channel
            order by
                changed_at desc nulls last,
                refusal_order desc nulls last,
                state desc nulls last,
                consent_id desc nulls last
        ) = 1

)

select * from consents_newest
