-- Who is held out is so by campaign and customer alone, so that the same people are
-- held out every night; the cool-down is for the others. A customer draws a lot with
-- every id that their records ever had: who was held out stays so after a merge.
with

int_channels_chosen as (

    select * from {{ ref('int_channels_chosen') }}

),

earlier_ids as (

    select * from {{ source('state', 'earlier_ids') }}

),

int_contacts_counted as (

    select * from {{ ref('int_contacts_counted') }}

),

ids_ever_had as (

    select
        customer_id,
        customer_id as drawn_id
    from int_channels_chosen

    union

    select
        customer_id,
        earlier_id as drawn_id
    from earlier_ids

),

lots_drawn as (

    select
        int_channels_chosen.campaign,
        int_channels_chosen.customer_id,
        min(
            {{ hash_to_share(
                holdout_salt() ~ " || '|' || int_channels_chosen.campaign || '|' || "
                ~ "ids_ever_had.drawn_id"
            ) }}
        ) as lot

    from int_channels_chosen

    inner join ids_ever_had
        on int_channels_chosen.customer_id = ids_ever_had.customer_id

    group by 1, 2

),

candidates_drawn as (

    select
        int_channels_chosen.campaign,
        int_channels_chosen.channel,
        int_channels_chosen.customer_id,
        int_channels_chosen.reason,
        int_channels_chosen.bar,
        lots_drawn.lot < int_channels_chosen.holdout_share as is_held_out,
        coalesce(
            {{ days_between('int_contacts_counted.latest_contact_date', as_of_date()) }}
            <= int_channels_chosen.cool_down_days,
            false
        ) as is_cooling_down

    from int_channels_chosen

    inner join lots_drawn
        on
            int_channels_chosen.campaign = lots_drawn.campaign
            and int_channels_chosen.customer_id = lots_drawn.customer_id

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
