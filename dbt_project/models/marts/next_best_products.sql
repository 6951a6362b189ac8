-- What each customer would like next, and what speaks for it.
with

int_next_best_chosen as (

    select * from {{ ref('int_next_best_chosen') }}

),

int_shoppers_numbered as (

    select * from {{ ref('int_shoppers_numbered') }}

),

int_products_numbered as (

    select * from {{ ref('int_products_numbered') }}

),

int_products_owned as (

    select * from {{ ref('int_products_owned') }}

),

int_tastes_weighed as (

    select * from {{ ref('int_tastes_weighed') }}

),

int_rules_weighed as (

    select * from {{ ref('int_rules_weighed') }}

),

int_baskets_counted as (

    select * from {{ ref('int_baskets_counted') }}

),

products as (

    select * from {{ ref('products') }}

),

chosen_named as (

    select
        shoppers.customer_id,
        shoppers.basket_count as own_basket_count,
        chosen.customer_number,
        chosen.product_number,
        chosen.antecedent_number,
        chosen.next_best_rank,
        chosen.is_new,
        chosen.evidence_number,
        {{ divide_to_share('chosen.points', 10000000000) }} as next_basket_probability,
        numbered.product_id,
        numbered.basket_count as product_basket_count,
        totals.basket_count as all_basket_count,
        products.product_name,
        products.category,
        products.brand,
        products.list_price

    from int_next_best_chosen as chosen

    cross join int_baskets_counted as totals

    inner join int_shoppers_numbered as shoppers
        on chosen.customer_number = shoppers.customer_number

    inner join int_products_numbered as numbered
        on chosen.product_number = numbered.product_number

    inner join products
        on numbered.product_id = products.product_id

),

chosen_evident as (

    select
        chosen.customer_id,
        chosen.next_best_rank,
        chosen.product_id,
        chosen.product_name,
        chosen.category,
        chosen.brand,
        chosen.list_price,
        chosen.is_new,
        chosen.next_basket_probability,
        chosen.evidence_number,
        chosen.own_basket_count,
        chosen.product_basket_count,
        chosen.all_basket_count,
        owned.basket_count as owned_basket_count,
        owned.latest_order_date,
        antecedents.product_id as because_of_product_id,
        coalesce(because_of.product_name, antecedents.product_id)
            as because_of_product_name,
        rules.together_count,
        rules.antecedent_count,
        tastes.basket_count as category_basket_count,
        {{ divide('tastes.taste', 100, 18, 1) }} as taste

    from chosen_named as chosen

    left join int_products_owned as owned
        on
            chosen.customer_number = owned.customer_number
            and chosen.product_number = owned.product_number

    left join int_products_numbered as antecedents
        on chosen.antecedent_number = antecedents.product_number

    left join products as because_of
        on antecedents.product_id = because_of.product_id

    left join int_rules_weighed as rules
        on
            chosen.antecedent_number = rules.antecedent_number
            and chosen.product_number = rules.consequent_number
            and chosen.evidence_number
            = case when rules.rule_kind = 'same_basket' then 2 else 3 end

    left join int_tastes_weighed as tastes
        on
            chosen.customer_number = tastes.customer_number
            and chosen.category = tastes.category

),

chosen_told as (

    select
        customer_id,
        next_best_rank,
        product_id,
        product_name,
        category,
        brand,
        list_price,
        case evidence_number
            when 1 then 'bought_before'
            when 2 then 'same_basket'
            when 3 then 'bought_later'
            when 4 then 'category'
            else 'popular'
        end as evidence,
        because_of_product_id,
        next_basket_probability,
        is_new as is_new_to_customer,
        latest_order_date,
        case evidence_number
            when 1
                then
                    'In ' || {{ whole_number_text('owned_basket_count') }}
                    || ' of their '
                    || {{ counted('own_basket_count', 'basket') }} || ', last on '
                    || cast(latest_order_date as string)
            when 2
                then
                    'They buy ' || because_of_product_name || ', and '
                    || {{ whole_number_text('together_count') }} || ' of '
                    || {{ counted('antecedent_count', 'basket') }}
                    || ' with it had this too'
            when 3
                then
                    'They bought ' || because_of_product_name || ', and '
                    || {{ whole_number_text('together_count') }} || ' of '
                    || {{ counted('antecedent_count', 'buyer') }}
                    || ' of it came to this later'
            when 4
                then
                    'They buy ' || cast(taste as string) || ' times as much of '
                    || category || ' as others, and it is among the most bought of it'
            else
                'Among the most bought of all: in '
                || {{ whole_number_text('product_basket_count') }} || ' of '
                || {{ counted('all_basket_count', 'basket') }}
        end as reason,
        case evidence_number
            when 1
                then
                    '本人 ' || {{ counted_zh('own_basket_count', '单') }} || '中有 '
                    || {{ counted_zh('owned_basket_count', '单') }}
                    || '购买，最近一次：' || cast(latest_order_date as string)
            when 2
                then
                    '常购「' || because_of_product_name || '」，其 '
                    || {{ counted_zh('antecedent_count', '单') }} || '中有 '
                    || {{ counted_zh('together_count', '单') }} || '同时购买此商品'
            when 3
                then
                    '购买过「' || because_of_product_name || '」，其 '
                    || {{ counted_zh('antecedent_count', '位顾客') }} || '中有 '
                    || {{ counted_zh('together_count', '位') }} || '之后购买此商品'
            when 4
                then
                    '购买「' || category || '」为他人的 ' || cast(taste as string)
                    || ' 倍，此商品为该类畅销品'
            else
                '全店畅销：' || {{ counted_zh('all_basket_count', '单') }} || '中有 '
                || {{ counted_zh('product_basket_count', '单') }}
        end as reason_zh

    from chosen_evident

)

select * from chosen_told
