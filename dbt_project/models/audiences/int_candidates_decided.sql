-- Who is held out is so by campaign and customer alone, so that the same people are
-- held out every night; the cool-down is for the others.
with

int_channels_chosen as (

    select * from {{ ref('int_channels_chosen') }}

),

int_contacts_counted as (

    select * from {{ ref('int_contacts_counted') }}

),

candidates_drawn as (

    select
        int_channels_chosen.campaign,
        int_channels_chosen.channel,
        int_channels_chosen.customer_id,
        int_channels_chosen.reason,
        int_channels_chosen.bar,
        {{ hash_to_share(
            holdout_salt() ~ " || '|' || int_channels_chosen.campaign || '|' || "
            ~ "int_channels_chosen.customer_id"
        ) }} < int_channels_chosen.holdout_share as is_held_out,
        coalesce(
            {{ days_between('int_contacts_counted.latest_contact_date', as_of_date()) }}
            <= int_channels_chosen.cool_down_days,
            false
        ) as is_cooling_down

    from int_channels_chosen

    left join int_contacts_counted
        on
            int_channels_chosen.campaign = int_contacts_counted.campaign
            and int_channels_chosen.customer_id = int_contacts_counted.customer_id

),

candidates_decided as (

    select
        campaign,
        channel,
        customer_id,
        case
            when bar is not null then 'dropped'
            when is_held_out then 'held_out'
            when is_cooling_down then 'dropped'
            else 'exported'
        end as outcome,
        case
            when bar is not null then bar
            when is_held_out then 'holdout'
            when is_cooling_down then 'cool_down'
            else reason
        end as reason

    from candidates_drawn

)

select * from candidates_decided
