-- The days of the window, and the birthdays kept on each: in a year without one, 29
-- February is kept on the 28th. A window over New Year is a window like any other.
with

int_audiences_bounded as (

    select * from {{ ref('int_audiences_bounded') }}

),

day_numbers as (

    {{ whole_numbers('days_ahead', 1, 366) }}

),

days as (

    select
        day_numbers.days_ahead,
        {{ add_days(as_of_date(), 'day_numbers.days_ahead') }} as kept_on_date,
        {{ add_days(as_of_date(), 'day_numbers.days_ahead + 1') }} as day_after_date

    from day_numbers

    inner join int_audiences_bounded
        on day_numbers.days_ahead <= int_audiences_bounded.birthday_days

),

birthdays as (

    select
        kept_on_date,
        {{ month_of('kept_on_date') }} as birth_month,
        {{ day_of('kept_on_date') }} as birth_day

    from days

    union all

    select
        kept_on_date,
        cast(2 as bigint) as birth_month,
        cast(29 as bigint) as birth_day

    from days

    where
        {{ month_of('kept_on_date') }} = 2
        and {{ day_of('kept_on_date') }} = 28
        and {{ day_of('day_after_date') }} = 1

)

select * from birthdays
