-- What lies in an order and is not for who bought it: wrapping, gift cards and goods
-- for a child by their words, and goods made for the other gender.
with

orders as (

    select * from {{ ref('orders') }}

),

order_lines as (

    select * from {{ ref('order_lines') }}

),

products as (

    select * from {{ ref('products') }}

),

customers as (

    select * from {{ ref('customers') }}

),

flag_words as (

    select * from {{ ref('flag_words') }}

),

product_names as (

    select
        product_name,
        {{ words_of('product_name') }} as words

    from order_lines

    where product_name is not null

    group by 1

),

words_looked_for as (

    select
        case flag when 'gift' then 'wrapped' else 'child_goods' end as evidence,
        {{ as_word('word') }} as looked_for

    from flag_words

    where flag in ('gift', 'child')

),

names_with_words as (

    select
        product_names.product_name,
        words_looked_for.evidence

    from product_names

    inner join words_looked_for
        on
            {{ occurrences('product_names.words', 'words_looked_for.looked_for') }}
            > 0

    group by 1, 2

),

lines_sold as (

    select
        orders.order_id,
        orders.customer_id,
        order_lines.product_id,
        order_lines.product_name

    from order_lines

    inner join orders
        on order_lines.order_id = orders.order_id

    where
        orders.is_counted_sale
        and orders.customer_id is not null
        and order_lines.line_amount >= 0

),

goods as (

    select
        lines_sold.order_id,
        lines_sold.customer_id,
        names_with_words.evidence

    from lines_sold

    inner join names_with_words
        on lines_sold.product_name = names_with_words.product_name

    union

    select
        lines_sold.order_id,
        lines_sold.customer_id,
        'other_gender' as evidence

    from lines_sold

    inner join products
        on lines_sold.product_id = products.product_id

    inner join customers
        on lines_sold.customer_id = customers.customer_id

    where
        products.made_for_gender in ('female', 'male')
        and customers.gender in ('female', 'male')
        and products.made_for_gender <> customers.gender

)

select * from goods
