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
        channel_order,
        customer_id,
        reason,
        bar,
        min(case when bar is null then channel_order end) over (
            partition by campaign, customer_id
        ) as first_open_channel_order

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
            when channel_order > first_open_channel_order then 'other_channel'
        end as bar

    from channels_compared

)

select * from channels_chosen
