-- Who is being lost and worth something: at risk or dormant by their own rhythm, or,
-- before that, who has bought again and is likely not to any more by the churn model.
with

int_customers_staged as (

    select * from {{ ref('int_customers_staged') }}

),

int_buyers_tiered as (

    select * from {{ ref('int_buyers_tiered') }}

),

int_last_years_summed as (

    select * from {{ ref('int_last_years_summed') }}

),

int_customers_predicted as (

    select * from {{ ref('int_customers_predicted') }}

),

watched as (

    select
        staged.customer_id,
        staged.lifecycle_stage,
        case
            when staged.lifecycle_stage in ('at_risk', 'dormant')
                then staged.lifecycle_stage
            else 'fading'
        end as watched_stage,
        staged.purchase_count,
        staged.recency_days,
        staged.rhythm_days,
        staged.recency_days - staged.at_risk_after_days as overdue_days,
        staged.lost_after_days - staged.recency_days as days_until_lost,
        last_years.last_year_amount as at_stake_amount,
        predicted.no_purchase_90d_probability,
        predicted.no_purchase_reason,
        predicted.no_purchase_reason_zh,
        tiered.value_tier_top_share
        <= {{ segment_threshold('churn_high_top_share') }} as is_high_value

    from int_customers_staged as staged

    inner join int_buyers_tiered as tiered
        on staged.customer_id = tiered.customer_id

    inner join int_last_years_summed as last_years
        on staged.customer_id = last_years.customer_id

    left join int_customers_predicted as predicted
        on staged.customer_id = predicted.customer_id

    where
        (
            staged.lifecycle_stage in ('at_risk', 'dormant')
            or (
                staged.lifecycle_stage in ('new', 'repeat', 'loyal')
                and staged.purchase_count > 1
                and predicted.no_purchase_90d_probability
                >= {{ segment_threshold('churn_model_probability') }}
            )
        )
        and last_years.last_year_amount > 0

),

watched_grouped as (

    select
        customer_id,
        lifecycle_stage,
        purchase_count,
        recency_days,
        rhythm_days,
        cast(overdue_days as bigint) as overdue_days,
        cast(days_until_lost as bigint) as days_until_lost,
        at_stake_amount,
        no_purchase_90d_probability,
        cast(
            at_stake_amount * no_purchase_90d_probability as decimal(18, 2)
        ) as expected_loss_amount,
        no_purchase_reason,
        no_purchase_reason_zh,
        watched_stage
        || case when is_high_value then '_high' else '_low' end as churn_group,
        cast(
            row_number() over (
                order by at_stake_amount desc nulls last, customer_id asc nulls last
            ) as bigint
        ) as at_stake_place

    from watched

)

select * from watched_grouped
