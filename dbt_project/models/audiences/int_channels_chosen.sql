with

int_candidates_addressed as (

    select * from {{ ref('int_candidates_addressed') }}

),

channels_compared as (

    select
        campaign,
        holdout_share,
        cool_down_days,
        channel,
        customer_id,
        reason,
        bar,
        row_number() over (
            partition by campaign, customer_id, case when bar is null then 0 else 1 end
            order by channel_order asc nulls last, channel asc nulls last
        ) as channel_place

    from int_candidates_addressed

),

channels_chosen as (

    select
        campaign,
        holdout_share,
        cool_down_days,
        channel,
        customer_id,
        reason,
        case
            when bar is not null then bar
            when channel_place > 1 then 'other_channel'
        end as bar

    from channels_compared

)

select * from channels_chosen
