-- Quantities come first, and then what a source says. A name alone misleads, so
-- without either it is only possible, unless they keep office hours; an address alone
-- is nothing.
with

customers as (

    select * from {{ ref('customers') }}

),

int_bulk_summed_to_customers as (

    select * from {{ ref('int_bulk_summed_to_customers') }}

),

int_institution_words_found as (

    select * from {{ ref('int_institution_words_found') }}

),

words_ranked as (

    select
        customer_id,
        place,
        word,
        kind,
        row_number() over (
            partition by customer_id, place
            order by
                case when kind = 'company' then 1 else 0 end asc nulls last,
                length(word) desc nulls last,
                word asc nulls last
        ) as rank_in_place

    from int_institution_words_found

),

words_pivoted as (

    select
        customer_id,
        max(case when place = 'tags' then kind end) as tags_kind,
        max(case when place = 'tags' then word end) as tags_word,
        max(case when place = 'name' then kind end) as name_kind,
        max(case when place = 'name' then word end) as name_word,
        max(case when place = 'address' then kind end) as address_kind,
        max(case when place = 'address' then word end) as address_word

    from words_ranked

    where rank_in_place = 1

    group by 1

),

weighed as (

    select
        customers.customer_id,
        cast(coalesce(bulk.bulk_line_count, 0) as bigint) as bulk_line_count,
        cast(coalesce(bulk.line_count, 0) as bigint) as line_count,
        cast(coalesce(bulk.largest_line_quantity, 0) as decimal(18, 4))
            as largest_line_quantity,
        cast(coalesce(bulk.large_order_count, 0) as bigint) as large_order_count,
        cast(coalesce(bulk.office_order_count, 0) as bigint) as office_order_count,
        cast(coalesce(bulk.order_count, 0) as bigint) as order_count,
        coalesce(
            bulk.bulk_line_count >= {{ segment_threshold('bulk_line_count') }}
            and bulk.bulk_line_share
            >= {{ segment_threshold('bulk_customer_share') }},
            false
        ) as buys_by_the_box,
        coalesce(
            bulk.large_order_count >= {{ segment_threshold('bulk_line_count') }}
            and bulk.large_order_share
            >= {{ segment_threshold('bulk_customer_share') }},
            false
        ) as places_large_orders,
        coalesce(
            bulk.order_count >= {{ segment_threshold('office_order_count') }}
            and bulk.office_order_share
            >= {{ segment_threshold('office_hours_share') }},
            false
        ) as comes_in_office_hours,
        words_pivoted.tags_kind,
        words_pivoted.tags_word,
        words_pivoted.name_kind,
        words_pivoted.name_word,
        words_pivoted.address_kind,
        words_pivoted.address_word

    from customers

    left join int_bulk_summed_to_customers as bulk
        on customers.customer_id = bulk.customer_id

    left join words_pivoted
        on customers.customer_id = words_pivoted.customer_id

),

institutions_named as (

    select
        customer_id,
        bulk_line_count,
        line_count,
        largest_line_quantity,
        large_order_count,
        office_order_count,
        order_count,
        buys_by_the_box,
        places_large_orders,
        comes_in_office_hours,
        tags_word,
        name_word,
        address_word,
        case
            when buys_by_the_box or places_large_orders
                then coalesce(tags_kind, name_kind, address_kind, 'bulk_buyer')
            when tags_kind is not null then tags_kind
            when name_kind is not null and comes_in_office_hours then name_kind
            when name_kind is not null then 'possible'
        end as institution_kind

    from weighed

)

select * from institutions_named
