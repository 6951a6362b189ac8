with

int_stages_bounded as (

    select * from {{ ref('int_stages_bounded') }}

)

select * from int_stages_bounded

where not (
    new_days <= at_risk_days
    and at_risk_days < dormant_days
    and dormant_days < lost_days
    and loyal_purchase_count > 1
)
