-- A source that says yes again gives no newer grant: the first time counts. A refusal
-- with a date counts every time; at one instant it stands last and so wins. A list of
-- who agrees today does not say since when: until the same source has refused, its
-- grants are older than everything. An unknown state says nothing.
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
        stg_consents.is_dated,
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

consents_after_refusals as (

    select
        consent_id,
        record_id,
        email,
        phone,
        subject,
        source_name,
        channel,
        state,
        is_dated,
        refusal_order,
        changed_date,
        changed_at,
        coalesce(max(refusal_order) over (
            partition by source_name, subject, channel
            order by
                changed_at asc nulls first,
                refusal_order asc nulls last,
                state asc nulls last,
                consent_id asc nulls last
            rows between unbounded preceding and 1 preceding
        ), 0) = 1 as is_after_refusal

    from consents_of_subjects

    where subject is not null

),

consents_aged as (

    select
        consent_id,
        record_id,
        email,
        phone,
        subject,
        source_name,
        channel,
        state,
        refusal_order,
        is_dated,
        changed_date,
        changed_at,
        is_dated or refusal_order = 1 or is_after_refusal as is_of_known_age

    from consents_after_refusals

),

consents_changed as (

    select * from consents_aged

    qualify
        coalesce(lag(state) over (
            partition by source_name, subject, channel, is_of_known_age
            order by
                changed_at asc nulls first,
                refusal_order asc nulls last,
                state asc nulls last,
                consent_id asc nulls last
        ), 'unknown') <> state
        or (is_dated and refusal_order = 1)

),

consents_newest as (

    select * from consents_changed

    qualify
        row_number() over (
            partition by source_name, subject, channel
            order by
                case when is_of_known_age then changed_at end desc nulls last,
                refusal_order desc nulls last,
                state desc nulls last,
                consent_id desc nulls last
        ) = 1

),

final as (

    select
        consent_id,
        record_id,
        email,
        phone,
        source_name,
        channel,
        state,
        refusal_order,
        case when is_of_known_age then changed_date end as changed_date

    from consents_newest

)

select * from final
