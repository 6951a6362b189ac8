with

customer_360 as (

    select * from {{ ref('customer_360') }}

),

int_birthdays_dated as (

    select * from {{ ref('int_birthdays_dated') }}

),

int_audiences_bounded as (

    select * from {{ ref('int_audiences_bounded') }}

),

birth_dates as (

    select
        customer_id,
        birth_date,
        {{ month_of('birth_date') }} as birth_month,
        {{ day_of('birth_date') }} as birth_day

    from customer_360

    where birth_date <= {{ as_of_date() }}

),

birthdays_coming as (

    select
        birth_dates.customer_id,
        'Birthday on ' || cast(int_birthdays_dated.kept_on_date as string)
        || case
            when birth_dates.birth_month = 2 and birth_dates.birth_day = 29
                then
                    case
                        when {{ day_of('int_birthdays_dated.kept_on_date') }} = 28
                            then ', born on 29 February, which this year does not have'
                        else ', born on 29 February'
                    end
            else ''
        end as reason

    from birth_dates

    inner join int_birthdays_dated
        on
            birth_dates.birth_month = int_birthdays_dated.birth_month
            and birth_dates.birth_day = int_birthdays_dated.birth_day

    cross join int_audiences_bounded

    where
        {{ year_of('int_birthdays_dated.kept_on_date') }}
        - {{ year_of('birth_dates.birth_date') }}
        <= int_audiences_bounded.birthday_oldest_years

)

select * from birthdays_coming
