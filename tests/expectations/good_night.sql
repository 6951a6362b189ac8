-- Ten customers of whom eight bought, one of them at the till without a name, and two
-- campaigns; every check of the gates after landing is true of it.
create schema core; create schema marts; create schema identity;
create schema audiences; create schema settings;

create table core.customers as
select
    'c' || i as customer_id,
    'Chen ' || i as name,
    'chen' || i || '@example.com' as email,
    '+86138001380' || lpad(cast(i as varchar), 2, '0') as phone,
    'm' || i as member_number
from range(10) as numbers(i);

create table identity.records as
select 'till:' || i as record_id, 'c' || i as customer_id from range(10) as numbers(i);

create table identity.int_person_records as
select 'till:' || i as record_id, 'm' || i as member_number
from range(10) as numbers(i);

create table identity.changes (
    as_of date, kind varchar, old_customer_id varchar, new_customer_id varchar,
    reason varchar
);

create table settings.identity_limits as
select * from (values
    ('changed_ids_share', cast(0.02 as decimal(18, 6))),
    ('most_changed_ids_let_through', 2),
    ('most_records_untold', 3),
    ('linked_share_change', 0.10)
) as rows(name, value);

create table core.orders as
select
    'till:' || i as order_id,
    case when i < 8 then 'c' || i end as customer_id,
    'Lantern Street' as store_id,
    cast(100 as decimal(18, 2)) as net_amount,
    case when i < 9 then 'counted' else 'cancelled' end as order_class
from range(10) as numbers(i);

create table core.purchases as
select
    customer_id,
    date '2025-03-10' - cast(substr(customer_id, 2) as integer) as purchase_date,
    net_amount
from core.orders where customer_id is not null;

create table core.products as
select 'PEN' as product_id, 'Writing' as category;

create table core.order_lines as
select
    order_id, 'PEN' as product_id, net_amount, order_class = 'counted' as is_counted,
    date '2025-03-09' as order_date
from core.orders;

create table core.consents as
select 'c' || i as customer_id, channel, 'granted' as state
from range(10) as numbers(i), (values ('email'), ('sms')) as channels(channel);

create table marts.customer_360 as
select
    'c' || i as customer_id,
    case when i < 8 then 1 else 0 end as purchase_count,
    cast(case when i < 8 then 100 else 0 end as decimal(18, 2)) as net_revenue_amount,
    cast(case when i < 8 then i else null end as bigint) as recency_days,
    case when i < 8 then 'new' else 'prospect' end as lifecycle_stage,
    case when i < 8 then 'champions' end as rfm_segment,
    cast(null as decimal(9, 6)) as no_purchase_90d_probability
from range(10) as numbers(i);

create table marts.rfm as
select
    customer_id, 5 as recency_score, 5 as frequency_score, 1 as monetary_score,
    rfm_segment
from marts.customer_360 where purchase_count > 0;

create table marts.value_tiers as
select customer_id, cast(0.5 as decimal(9, 6)) as cumulative_revenue_share
from marts.customer_360 where purchase_count > 0;

create table marts.lifecycle as
select customer_id, lifecycle_stage from marts.customer_360;

create table marts.behaviour as
select customer_id from marts.customer_360;

create table marts.demographics as
select customer_id from marts.customer_360;

create table marts.institutions as
select customer_id from marts.customer_360;

create table marts.advocates as
select customer_id from marts.customer_360;

create table settings.campaigns as
select * from (values
    ('birthday', 'birthday', cast(0.10 as decimal(9, 6)), true),
    ('win_back', 'win_back', cast(0.10 as decimal(9, 6)), true),
    ('asleep', 'win_back', cast(0.10 as decimal(9, 6)), false)
) as rows(campaign, audience, holdout_share, is_active);

create table settings.campaign_channels as
select campaign, channel
from settings.campaigns, (values ('email'), ('sms')) as channels(channel);

create table settings.suppressions (kind varchar, value varchar, reason varchar);

create table audiences.birthday as
select 'c' || i as customer_id, 'Birthday soon' as reason from range(3) as numbers(i);

create table audiences.win_back as
select 'c' || i as customer_id, 'Long away' as reason from range(3, 6) as numbers(i);

-- By e-mail the first is held out and the rest are exported; nobody needs the SMS.
create table audiences.members as
select
    campaign,
    channel,
    customer_id,
    case
        when channel = 'sms' then 'dropped'
        when customer_id in ('c0', 'c3') then 'held_out'
        else 'exported'
    end as outcome,
    case
        when channel = 'sms' then 'other_channel'
        when customer_id in ('c0', 'c3') then 'holdout'
        else 'Long away'
    end as reason
from (
    select 'birthday' as campaign, customer_id from audiences.birthday
    union all
    select 'win_back' as campaign, customer_id from audiences.win_back
), (values ('email'), ('sms')) as channels(channel);

create table audiences.exports as
select
    members.campaign, members.channel, members.customer_id, customers.name,
    customers.email, customers.phone, members.reason
from audiences.members
inner join core.customers on members.customer_id = customers.customer_id
where members.outcome = 'exported';
