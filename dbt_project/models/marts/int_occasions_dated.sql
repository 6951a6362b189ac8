-- Every occasion of the shop's country in each year that its orders are of and in the
-- two to come, from the first day on which gifts are bought for it.
with

orders as (

    select * from {{ ref('orders') }}

),

occasions as (

    select * from {{ ref('occasions') }}

),

occasion_dates as (

    select * from {{ ref('occasion_dates') }}

),

years as (

    select {{ year_of('order_date') }} as occasion_year from orders

    union

    select {{ year_of(as_of_date()) }} as occasion_year

    union

    select {{ year_of(as_of_date()) }} + 1 as occasion_year

),

occasions_kept as (

    select * from occasions

    where
        countries is null
        or {{ shop_country() }} is null
        or {{ occurrences('countries', shop_country()) }} > 0

),

dates as (

    select
        occasions_kept.occasion,
        case
            when occasions_kept.day is not null then {{ date_of(
                'years.occasion_year', 'occasions_kept.month', 'occasions_kept.day'
            ) }}
            else {{ nth_weekday(
                'years.occasion_year', 'occasions_kept.month',
                'occasions_kept.week', 'occasions_kept.weekday'
            ) }}
        end as occasion_date

    from occasions_kept

    cross join years

    where occasions_kept.month is not null

    union all

    select
        occasion,
        occasion_date

    from occasion_dates

),

occasions_dated as (

    select
        occasions_kept.occasion,
        occasions_kept.name_en,
        occasions_kept.name_zh,
        dates.occasion_date,
        {{ add_days('dates.occasion_date', '-occasions_kept.days_before') }}
            as begins_on

    from dates

    inner join occasions_kept
        on dates.occasion = occasions_kept.occasion

)

select * from occasions_dated
