-- A customer was brought by one person: of several that records name, the first to
-- have done so. The others have a class that says why they do not count.
with

stg_customers as (

    select * from {{ ref('stg_customers') }}

),

records as (

    select * from {{ ref('records') }}

),

int_customers_named as (

    select * from {{ ref('int_customers_named') }}

),

int_member_numbers_owned as (

    select * from {{ ref('int_member_numbers_owned') }}

),

customers as (

    select * from {{ ref('customers') }}

),

heirs as (

    select * from {{ source('state', 'heirs') }}

),

records_referred as (

    select
        stg_customers.record_id,
        records.customer_id,
        stg_customers.joined_date,
        stg_customers.source_name,
        stg_customers.referred_by_record_id,
        substr(
            stg_customers.referred_by_record_id,
            length(stg_customers.source_name) + 2
        ) as referred_by

    from stg_customers

    inner join records
        on stg_customers.record_id = records.record_id

    where stg_customers.referred_by_record_id is not null

),

referrers_found as (

    select
        referred.record_id,
        referred.customer_id,
        referred.joined_date,
        referred.referred_by,
        coalesce(
            own_ids.customer_id,
            whole_ids.customer_id,
            int_member_numbers_owned.customer_id,
            customers.customer_id,
            heirs.heir
        ) as referrer_customer_id

    from records_referred as referred

    left join int_customers_named as own_ids
        on referred.referred_by_record_id = own_ids.named_id

    left join int_customers_named as whole_ids
        on referred.referred_by = whole_ids.named_id

    left join int_member_numbers_owned
        on upper(referred.referred_by) = int_member_numbers_owned.member_number

    left join customers
        on referred.referred_by = customers.customer_id

    left join heirs
        on referred.referred_by = heirs.customer_id

),

referrals_placed as (

    select
        record_id,
        customer_id,
        joined_date,
        referred_by,
        referrer_customer_id,
        row_number() over (
            partition by customer_id
            order by
                case
                    when referrer_customer_id is null then 2
                    when referrer_customer_id = customer_id then 1
                    else 0
                end asc nulls last,
                joined_date asc nulls last,
                record_id asc nulls last
        ) as place

    from referrers_found

),

final as (

    select
        record_id,
        customer_id,
        referred_by,
        referrer_customer_id,
        case
            when referrer_customer_id is null then 'unknown'
            when referrer_customer_id = customer_id then 'self'
            when place > 1 then 'repeated'
            else 'counted'
        end as referral_class,
        joined_date

    from referrals_placed

)

select * from final
