-- After how many quiet days each customer is at risk, dormant and lost. Who has bought
-- often enough is measured by their own rhythm: all three limits move with it.
with

customer_features as (

    select * from {{ ref('customer_features') }}

),

int_stages_bounded as (

    select * from {{ ref('int_stages_bounded') }}

),

customers_with_rhythms as (

    select
        customer_id,
        case
            when purchase_count >= {{ segment_threshold('rhythm_purchases') }}
                then median_gap_days
        end as rhythm_days

    from customer_features

),

customers_limited as (

    select
        customers_with_rhythms.customer_id,
        customers_with_rhythms.rhythm_days,
        cast(
            case
                when customers_with_rhythms.rhythm_days is null
                    then int_stages_bounded.at_risk_days
                else
                    least(
                        int_stages_bounded.dormant_days,
                        greatest(
                            {{ segment_threshold('rhythm_least_days', 'bigint') }},
                            {{ floor_to_bigint(
                                'customers_with_rhythms.rhythm_days * '
                                ~ segment_threshold('rhythm_factor')
                            ) }}
                        )
                    )
            end as bigint
        ) as at_risk_after_days,
        int_stages_bounded.at_risk_days,
        int_stages_bounded.dormant_days,
        int_stages_bounded.lost_days

    from customers_with_rhythms

    cross join int_stages_bounded

),

limits_scaled as (

    select
        customer_id,
        rhythm_days,
        at_risk_after_days,
        cast(
            {{ whole_quotient('at_risk_after_days * dormant_days', 'at_risk_days') }}
            as bigint
        ) as dormant_after_days,
        cast(
            {{ whole_quotient('at_risk_after_days * lost_days', 'at_risk_days') }}
            as bigint
        ) as lost_after_days

    from customers_limited

)

select * from limits_scaled
