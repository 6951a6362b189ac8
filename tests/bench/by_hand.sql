-- The main figures of core and marts as one would write them by hand for DuckDB: one
-- script over the same lake and the same ids, without history, sentences or contracts.
-- The variables home and as_of are set before it.
create table orders_chosen as
select
    source_name || ':' || order_id as order_id,
    case
        when customer_id is not null then source_name || ':' || customer_id
        when coalesce(member_number, customer_name, email, phone) is not null
            then source_name || ':order:' || order_id
    end as own_record_id,
    * exclude (order_id)
from read_parquet(getvariable('home') || '/lake/landing/*/orders/*.parquet')
where ordered_date <= getvariable('as_of')
qualify row_number() over (
    partition by source_name, order_id
    order by updated_at desc nulls last, arrival desc, row_number
) = 1;

create table lines_chosen as
with landed as (
    select
        source_name || ':' || order_id as order_id,
        * exclude (order_id)
    from read_parquet(getvariable('home') || '/lake/landing/*/order_lines/*.parquet')
)

select
    landed.order_id,
    landed.product_id,
    landed.source_name,
    landed.quantity,
    landed.unit_price,
    landed.source_name || ':' || landed.returned_order_id as returned_order_id,
    coalesce(landed.discount_amount, 0)::decimal(18, 2) as discount_amount,
    coalesce(landed.line_amount, 0)::decimal(18, 2) as line_amount,
    coalesce(landed.is_repeated, false) as is_repeated
from landed
inner join orders_chosen using (order_id)
qualify landed.arrival = first_value(landed.arrival) over (
    partition by landed.order_id
    order by landed.arrival = orders_chosen.arrival desc, landed.arrival desc
)
union all
select
    order_id,
    null,
    source_name,
    case when total_amount < 0 then -1 else 1 end,
    null,
    null,
    0,
    coalesce(
        total_amount - coalesce(tax_amount, 0) - coalesce(shipping_amount, 0),
        gross_amount - coalesce(discount_amount, 0),
        0
    )::decimal(18, 2),
    false
from orders_chosen
where (source_name, order_id) not in (
    select (source_name, source_name || ':' || order_id)
    from read_parquet(getvariable('home') || '/lake/landing/*/order_lines/*.parquet')
);

create table products as
select
    product_id,
    arg_min(category, source_name) as category,
    arg_min(brand, source_name) as brand,
    arg_min(unit_cost, source_name) as unit_cost,
    bool_or(is_fee) as is_fee
from (
    from read_parquet(getvariable('home') || '/lake/landing/*/products/*.parquet')
    qualify row_number() over (
        partition by source_name, product_id order by landed_on desc, arrival desc
    ) = 1
)
group by product_id;

create table orders as
with records as (
    from read_parquet(getvariable('home') || '/current/state/identity_records.parquet')
),

sources as (
    from read_csv(
        getvariable('home') || '/current/seeds/shop_sources.csv', all_varchar = true
    )
),

fees as (
    from read_csv(
        getvariable('home') || '/current/seeds/fee_products.csv', all_varchar = true
    )
),

summed as (
    select
        order_id,
        min(line_amount) as lowest,
        max(line_amount) as highest,
        case
            when count(returned_order_id) = count(*)
                and min(returned_order_id) = max(returned_order_id)
                then min(returned_order_id)
        end as returned_order_id
    from lines_chosen
    group by order_id
),

classed as (
    select
        orders.*,
        summed.lowest < 0 and summed.highest <= 0 as is_credit_note,
        not coalesce(
            orders.status = 'cancelled'
            and coalesce(orders.payment_status, 'unpaid')
            not in ('paid', 'partially_refunded', 'refunded')
            or orders.payment_status
            in ('unpaid', 'pending', 'voided', 'authorized', 'expired'),
            false
        ) as is_counted,
        coalesce(sources.count_repeated_lines = 'true', false) as counts_repeated,
        case
            when orders.customer_id is null
                then coalesce(returned.own_record_id, orders.own_record_id)
            else orders.own_record_id
        end as record_id
    from orders_chosen as orders
    inner join summed using (order_id)
    left join orders_chosen as returned
        on summed.returned_order_id = returned.order_id
    left join sources on orders.source_name = sources.source_name
),

lines as (
    select
        lines.order_id,
        lines.quantity,
        lines.discount_amount,
        lines.line_amount as net_amount,
        (lines.quantity * products.unit_cost)::decimal(18, 2) as cost_amount
    from lines_chosen as lines
    inner join classed using (order_id)
    left join products on lines.product_id = products.product_id
    where
        classed.is_counted
        and (classed.counts_repeated or not lines.is_repeated)
        and not coalesce(products.is_fee, false)
        and not (lines.line_amount = 0 and coalesce(lines.unit_price, 0) = 0)
        and (lines.source_name, lines.product_id) not in (
            select (source_name, product_id) from fees
        )
),

sums as (
    select
        order_id,
        count(*) as line_count,
        sum(quantity) as item_quantity,
        sum(net_amount) as net_amount,
        sum(least(net_amount, 0)) as returned_amount,
        sum(case when net_amount >= 0 then discount_amount else 0 end)
            as discount_amount,
        sum(net_amount - cost_amount) as margin_amount
    from lines
    group by order_id
)

select
    classed.order_id,
    records.customer_id,
    classed.source_name,
    classed.ordered_date as order_date,
    classed.ordered_at,
    classed.store_id,
    classed.channel,
    classed.cashier,
    datediff('day', classed.ordered_date, getvariable('as_of')) as days_ago,
    not classed.is_credit_note and sums.line_count > 0 as is_sale,
    coalesce(sums.line_count, 0) as line_count,
    coalesce(sums.item_quantity, 0) as item_quantity,
    coalesce(sums.net_amount, 0)::decimal(18, 2) as net_amount,
    coalesce(sums.returned_amount, 0)::decimal(18, 2) as returned_amount,
    coalesce(sums.discount_amount, 0)::decimal(18, 2) as discount_amount,
    sums.margin_amount
from classed
left join sums using (order_id)
left join records on classed.record_id = records.record_id;

create table purchases as
select
    customer_id,
    order_date as purchase_date,
    sum(net_amount) as net_amount
from orders
where customer_id is not null
group by all
having sum(net_amount) > 0;

create table customers as
with gaps as (
    select
        customer_id,
        purchase_date,
        net_amount,
        datediff('day', lag(purchase_date) over times, purchase_date) as gap_days,
        row_number() over times as place
    from purchases
    window times as (partition by customer_id order by purchase_date)
),

bought as (
    select
        customer_id,
        count(*) as purchase_count,
        min(purchase_date) as first_purchase_date,
        min(case when place = 2 then purchase_date end) as second_purchase_date,
        max(purchase_date) as latest_purchase_date,
        quantile_disc(gap_days, 0.5) as median_gap_days
    from gaps
    group by customer_id
),

ordered as (
    select
        customer_id,
        count(*) filter (is_sale) as order_count,
        count(*) filter (is_sale and days_ago < 30) as order_count_30d,
        count(*) filter (is_sale and days_ago < 90) as order_count_90d,
        count(*) filter (is_sale and days_ago < 365) as order_count_365d,
        sum(item_quantity) as item_quantity,
        sum(net_amount) as net_revenue_amount,
        sum(net_amount) filter (days_ago < 30) as net_revenue_30d_amount,
        sum(net_amount) filter (days_ago < 90) as net_revenue_90d_amount,
        sum(net_amount) filter (days_ago < 365) as net_revenue_365d_amount,
        sum(net_amount) filter (days_ago between 365 and 729)
            as net_revenue_previous_365d_amount,
        sum(returned_amount) as returned_amount,
        sum(discount_amount) as discount_amount,
        sum(margin_amount) as margin_amount
    from orders
    where customer_id is not null
    group by customer_id
)

select
    known.customer_id,
    coalesce(bought.purchase_count, 0) as purchase_count,
    bought.* exclude (customer_id, purchase_count),
    datediff('day', bought.latest_purchase_date, getvariable('as_of')) as recency_days,
    coalesce(ordered.order_count, 0) as order_count,
    coalesce(ordered.net_revenue_amount, 0) as net_revenue_amount,
    ordered.* exclude (customer_id, order_count, net_revenue_amount)
from (
    select distinct customer_id
    from read_parquet(getvariable('home') || '/current/state/identity_records.parquet')
) as known
left join bought on known.customer_id = bought.customer_id
left join ordered on known.customer_id = ordered.customer_id;

create table rfm as
select
    customer_id,
    1 + (5 * (rank() over (order by recency_days desc) - 1)) // count(*) over ()
        as recency_score,
    1 + (5 * (rank() over (order by purchase_count) - 1)) // count(*) over ()
        as frequency_score,
    1 + (5 * (rank() over (order by net_revenue_amount) - 1)) // count(*) over ()
        as monetary_score
from customers
where purchase_count > 0;

create table value_tiers as
select
    customer_id,
    rank() over (order by net_revenue_amount desc) as value_rank,
    case
        when rank() over worth - 1 < 0.01 * count(*) over () then 'platinum'
        when rank() over worth - 1 < 0.05 * count(*) over () then 'gold'
        when rank() over worth - 1 < 0.10 * count(*) over () then 'silver'
        when rank() over worth - 1 < 0.25 * count(*) over () then 'bronze'
        when rank() over worth - 1 < 0.50 * count(*) over () then 'medium'
        else 'low'
    end as value_tier
from customers
where purchase_count > 0
window worth as (order by net_revenue_amount desc);

create table lifecycle as
with limits as (
    select
        *,
        case
            when purchase_count >= 3
                then least(365, greatest(30, 4 * median_gap_days))
            else 120
        end as quiet
    from customers
)

select
    customer_id,
    case
        when purchase_count = 0 then 'prospect'
        when recency_days > quiet * 730 // 120 then 'lost'
        when recency_days > quiet * 365 // 120 then 'dormant'
        when recency_days > quiet then 'at_risk'
        when purchase_count >= 4 then 'loyal'
        when purchase_count > 1 then 'repeat'
        when recency_days <= 84 then 'new'
        else 'at_risk'
    end as lifecycle_stage
from limits;

create table cohorts as
select
    date_trunc('month', customers.first_purchase_date) as cohort_month,
    datediff('month', customers.first_purchase_date, purchases.purchase_date)
        as months_since,
    count(distinct customer_id) as customer_count
from customers
inner join purchases using (customer_id)
group by all;

create table registration as
select
    coalesce(store_id, '') as store_id,
    coalesce(channel, '') as channel,
    coalesce(cashier, '') as cashier,
    date_trunc('month', order_date) as order_month,
    count(*) filter (is_sale) as order_count,
    count(customer_id) filter (is_sale) as known_order_count,
    sum(net_amount) as net_amount,
    sum(net_amount) filter (customer_id is not null) as known_net_amount
from orders
where line_count > 0
group by all;

create table behaviour as
with sold as (
    select
        orders.customer_id,
        orders.channel,
        orders.store_id,
        dayofweek(orders.order_date) as weekday,
        hour(orders.ordered_at) as hour,
        products.category,
        products.brand,
        lines.line_amount
    from lines_chosen as lines
    inner join orders using (order_id)
    left join products on lines.product_id = products.product_id
    where orders.is_sale and orders.customer_id is not null
),

counted as (
    select customer_id, 'channel' as kind, channel as word, sum(line_amount) as amount
    from sold group by all
    union all
    select customer_id, 'store', store_id, sum(line_amount) from sold group by all
    union all
    select customer_id, 'weekday', weekday::text, sum(line_amount)
    from sold group by all
    union all
    select customer_id, 'hour', hour::text, sum(line_amount) from sold group by all
    union all
    select customer_id, 'category', category, sum(line_amount) from sold group by all
    union all
    select customer_id, 'brand', brand, sum(line_amount) from sold group by all
)

pivot (
    from counted where word is not null
    qualify row_number() over (
        partition by customer_id, kind order by amount desc, word
    ) = 1
)
on kind in ('channel', 'store', 'weekday', 'hour', 'category', 'brand')
using min(word)
group by customer_id;

create table points as
select
    records.customer_id,
    sum(events.points) as points_balance
from (
    from read_parquet(getvariable('home') || '/lake/landing/*/loyalty_events/*.parquet')
    qualify row_number() over (
        partition by source_name, event_id order by landed_on desc, arrival desc
    ) = 1
) as events
inner join read_parquet(
    getvariable('home') || '/current/state/identity_records.parquet'
) as records
    on events.source_name || ':' || events.customer_id = records.record_id
where events.occurred_date <= getvariable('as_of')
group by records.customer_id;

create table customer_360 as
select *
from customers
left join rfm using (customer_id)
left join value_tiers using (customer_id)
left join lifecycle using (customer_id)
left join behaviour using (customer_id)
left join points using (customer_id);
