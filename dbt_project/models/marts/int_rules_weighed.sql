-- Rules by what they are worth, in numbers: of two products in one basket both ways,
-- of one bought after the other that way.
with

int_pairs_counted as (

    select * from {{ ref('int_pairs_counted') }}

),

int_pairs_followed as (

    select * from {{ ref('int_pairs_followed') }}

),

int_products_numbered as (

    select * from {{ ref('int_products_numbered') }}

),

int_products_bought_later as (

    select * from {{ ref('int_products_bought_later') }}

),

int_baskets_counted as (

    select * from {{ ref('int_baskets_counted') }}

),

pairs as (

    select
        'same_basket' as rule_kind,
        product_number as antecedent_number,
        other_product_number as consequent_number,
        basket_count as together_count
    from int_pairs_counted

    union all

    select
        'same_basket' as rule_kind,
        other_product_number as antecedent_number,
        product_number as consequent_number,
        basket_count as together_count
    from int_pairs_counted

    union all

    select
        'bought_later' as rule_kind,
        product_number as antecedent_number,
        later_product_number as consequent_number,
        customer_count as together_count
    from int_pairs_followed

),

pairs_with_counts as (

    select
        pairs.rule_kind,
        pairs.antecedent_number,
        pairs.consequent_number,
        pairs.together_count,
        case pairs.rule_kind
            when 'same_basket' then antecedents.basket_count
            else antecedents.buyer_count
        end as antecedent_count,
        case pairs.rule_kind
            when 'same_basket' then consequents.basket_count
            else followers.customer_count
        end as consequent_count,
        case pairs.rule_kind
            when 'same_basket' then totals.basket_count
            else totals.buyer_count
        end as all_count

    from pairs

    cross join int_baskets_counted as totals

    inner join int_products_numbered as antecedents
        on pairs.antecedent_number = antecedents.product_number

    inner join int_products_numbered as consequents
        on pairs.consequent_number = consequents.product_number

    left join int_products_bought_later as followers
        on pairs.consequent_number = followers.product_number

),

rules_weighed as (

    select
        rule_kind,
        antecedent_number,
        consequent_number,
        together_count,
        antecedent_count,
        consequent_count,
        all_count,
        {{ divide_to_share('together_count', 'all_count') }} as support,
        {{ divide_to_share('together_count', 'antecedent_count') }} as confidence,
        {{ divide(
            'together_count * all_count', 'antecedent_count * consequent_count'
        ) }} as lift

    from pairs_with_counts

),

rules_ranked as (

    select
        rule_kind,
        antecedent_number,
        consequent_number,
        together_count,
        antecedent_count,
        consequent_count,
        all_count,
        support,
        confidence,
        lift,
        cast(
            row_number() over (
                partition by rule_kind, antecedent_number
                order by
                    confidence desc nulls last,
                    lift desc nulls last,
                    consequent_number asc nulls last
            ) as bigint
        ) as rule_rank

    from rules_weighed

    where
        lift >= {{ segment_threshold('affinity_least_lift') }}
        and confidence >= {{ segment_threshold('affinity_least_confidence') }}

)

select * from rules_ranked
