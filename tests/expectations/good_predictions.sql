-- What is expected of the buyers of good_night.sql: all eight have a value, seven of
-- them a chance of leaving and a next order, and the last one the reason for none.
create table customers as
select
    'c' || i as customer_id,
    cast(0.5 + i / 10 as decimal(18, 6)) as expected_purchases_90d,
    cast(2 + i / 10 as decimal(18, 6)) as expected_purchases_365d,
    cast(50 as decimal(18, 2)) as expected_revenue_90d_amount,
    cast(200 as decimal(18, 2)) as expected_revenue_365d_amount,
    'From how often and how lately they bought' as prediction_reason,
    case when i < 7 then cast(0.1 * i as decimal(9, 6)) end
        as no_purchase_90d_probability,
    case when i < 7 then 'Bought lately' else 'One purchase is too few' end
        as no_purchase_reason,
    case when i < 7 then date '2025-03-12' end as next_order_earliest_date,
    case when i < 7 then date '2025-03-20' end as next_order_date,
    case when i < 7 then date '2025-05-01' end as next_order_latest_date,
    case when i < 7 then 'At their rhythm' else 'One purchase is too few' end
        as next_order_reason
from range(8) as numbers(i);

create table sales as
select
    'Lantern Street' as store_id,
    'Writing' as category,
    date '2025-03-11' + cast(i as integer) as sales_date,
    cast(40 as decimal(18, 2)) as expected_amount,
    cast(10 as decimal(18, 2)) as low_amount,
    cast(90 as decimal(18, 2)) as high_amount
from range(28) as numbers(i);

create table run_outs as
select
    'c1' as customer_id,
    'PEN' as product_id,
    cast(12 as decimal(18, 2)) as days_per_unit,
    date '2025-03-15' as run_out_low_date,
    date '2025-03-20' as run_out_date,
    date '2025-04-02' as run_out_high_date;

create table models as
select
    model,
    date '2025-03-10' as trained_on,
    case model when 'forecast' then 'No better than the week before' end as reason
from (values ('value'), ('churn'), ('forecast')) as rows(model);
