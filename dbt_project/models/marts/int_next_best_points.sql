-- Every product that some evidence speaks for, for each customer, with the strongest.
-- Points are the chance that the next basket holds it, in units of 1e-10.
-- Evidence, points and the product that leads there are one whole number, so that the
-- greatest is the strongest, of equals the first kind and the commonest product.
with

int_products_repeated as (

    select * from {{ ref('int_products_repeated') }}

),

int_products_offered as (

    select * from {{ ref('int_products_offered') }}

),

int_rules_weighed as (

    select * from {{ ref('int_rules_weighed') }}

),

int_tastes_weighed as (

    select * from {{ ref('int_tastes_weighed') }}

),

int_shoppers_numbered as (

    select * from {{ ref('int_shoppers_numbered') }}

),

leading_products as (

    select
        customer_number,
        product_number,
        first_days_ago,
        chance

    from int_products_repeated

    where own_rank <= {{ segment_threshold('next_best_own_products') }}

),

leading_rules as (

    select
        rules.rule_kind,
        rules.antecedent_number,
        rules.consequent_number,
        {{ floor_to_bigint('10000 * rules.confidence') }} as confidence,
        cast(
            least(
                offered.chance * {{ floor_to_bigint('10000 * rules.lift') }},
                10000000000
            ) as bigint
        ) as chance

    from int_rules_weighed as rules

    inner join int_products_offered as offered
        on rules.consequent_number = offered.product_number

    where rules.rule_rank <= {{ segment_threshold('next_best_rules') }}

),

evidence as (

    select
        repeated.customer_number,
        repeated.product_number,
        1 as evidence,
        0 as antecedent_number,
        10000 * repeated.chance as points

    from int_products_repeated as repeated

    inner join int_products_offered as offered
        on repeated.product_number = offered.product_number

    union all

    select
        own.customer_number,
        rules.consequent_number as product_number,
        2 as evidence,
        rules.antecedent_number,
        own.chance * rules.confidence as points

    from leading_products as own

    inner join leading_rules as rules
        on own.product_number = rules.antecedent_number

    where rules.rule_kind = 'same_basket'

    union all

    select
        own.customer_number,
        rules.consequent_number as product_number,
        3 as evidence,
        rules.antecedent_number,
        cast(
            {{ whole_quotient('rules.chance * shoppers.chance_left', 10000) }} as bigint
        ) as points

    from leading_products as own

    inner join int_shoppers_numbered as shoppers
        on own.customer_number = shoppers.customer_number

    inner join leading_rules as rules
        on own.product_number = rules.antecedent_number

    where
        rules.rule_kind = 'bought_later'
        and own.first_days_ago
        <= {{ segment_threshold('affinity_follow_days', 'bigint') }}

    union all

    select
        tastes.customer_number,
        offered.product_number,
        4 as evidence,
        0 as antecedent_number,
        cast(
            {{ whole_quotient(
                'least(offered.chance * tastes.taste, 100000000) * shoppers.chance_left',
                100
            ) }} as bigint
        ) as points

    from int_tastes_weighed as tastes

    inner join int_products_offered as offered
        on tastes.category = offered.category

    inner join int_shoppers_numbered as shoppers
        on tastes.customer_number = shoppers.customer_number

    -- What they had before is judged by that: in a category of one product the taste
    -- would count the same purchases twice.
    left join int_products_repeated as repeated
        on
            tastes.customer_number = repeated.customer_number
            and offered.product_number = repeated.product_number

    where
        repeated.product_number is null
        and tastes.taste_rank <= {{ segment_threshold('next_best_tastes') }}
        and offered.category_rank <= {{ segment_threshold('next_best_popular') }}

    union all

    select
        shoppers.customer_number,
        offered.product_number,
        5 as evidence,
        0 as antecedent_number,
        shoppers.chance_left * offered.chance as points

    from int_shoppers_numbered as shoppers

    cross join int_products_offered as offered

    where offered.shop_rank <= {{ segment_threshold('next_best_popular') }}

),

points as (

    select
        customer_number,
        product_number,
        max(
            (points * 8 + 7 - evidence) * 16777216 + 16777215 - antecedent_number
        ) as packed_points

    from evidence

    group by 1, 2

)

select * from points
