-- Who is known by a loyalty card or by the address beside a survey's answers alone is a
-- record too, so that their points and answers are not nobody's.
with

stg_loyalty_events as (

    select * from {{ ref('stg_loyalty_events') }}

),

stg_survey_answers as (

    select * from {{ ref('stg_survey_answers') }}

),

cards as (

    select
        record_id,
        source_name,
        'card' as record_kind,
        max(member_number) as member_number,
        cast(null as string) as email,
        cast(null as string) as phone,
        min(occurred_date) as first_seen_date

    from stg_loyalty_events

    where is_of_card

    group by 1, 2, 3

),

answers as (

    select
        record_id,
        source_name,
        'answer' as record_kind,
        cast(null as string) as member_number,
        max(email) as email,
        max(phone) as phone,
        min(occurred_date) as first_seen_date

    from stg_survey_answers

    where is_of_address

    group by 1, 2, 3

),

unioned as (

    select * from cards

    union all

    select * from answers

)

select * from unioned
