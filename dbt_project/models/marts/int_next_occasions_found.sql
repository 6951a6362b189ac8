-- The next occasion of each giver: the first to come of those that they bought gifts
-- before, or else the first of all.
with

gift_orders as (

    select * from {{ ref('gift_orders') }}

),

int_occasions_dated as (

    select * from {{ ref('int_occasions_dated') }}

),

occasions_to_come as (

    select
        occasion,
        name_en,
        name_zh,
        occasion_date

    from int_occasions_dated

    where occasion_date > {{ as_of_date() }}

),

givers as (

    select customer_id from gift_orders

    group by 1

),

own_occasions as (

    select
        customer_id,
        occasion,
        cast(count(*) as bigint) as gift_count

    from gift_orders

    where occasion is not null

    group by 1, 2

),

next_occasions as (

    select
        givers.customer_id,
        to_come.occasion,
        to_come.name_en,
        to_come.name_zh,
        to_come.occasion_date,
        own_occasions.occasion is not null as is_own

    from givers

    cross join occasions_to_come as to_come

    left join own_occasions
        on
            givers.customer_id = own_occasions.customer_id
            and to_come.occasion = own_occasions.occasion

    qualify
        row_number() over (
            partition by givers.customer_id
            order by
                case
                    when own_occasions.occasion is null then 1
                    else 0
                end asc nulls last,
                to_come.occasion_date asc nulls last,
                to_come.occasion asc nulls last
        ) = 1

)

select * from next_occasions
