-- What goes with what, in one basket and one after the other.
with

int_rules_weighed as (

    select * from {{ ref('int_rules_weighed') }}

),

int_products_numbered as (

    select * from {{ ref('int_products_numbered') }}

),

products as (

    select * from {{ ref('products') }}

),

rules_named as (

    select
        rules.rule_kind,
        antecedents.product_id as antecedent_product_id,
        antecedent_names.product_name as antecedent_product_name,
        consequents.product_id as consequent_product_id,
        consequent_names.product_name as consequent_product_name,
        rules.rule_rank,
        case when rules.rule_kind = 'same_basket' then rules.together_count end
            as basket_count,
        case when rules.rule_kind = 'bought_later' then rules.together_count end
            as customer_count,
        rules.antecedent_count,
        rules.consequent_count,
        rules.all_count,
        rules.together_count,
        rules.support,
        rules.confidence,
        rules.lift

    from int_rules_weighed as rules

    inner join int_products_numbered as antecedents
        on rules.antecedent_number = antecedents.product_number

    inner join int_products_numbered as consequents
        on rules.consequent_number = consequents.product_number

    inner join products as antecedent_names
        on antecedents.product_id = antecedent_names.product_id

    inner join products as consequent_names
        on consequents.product_id = consequent_names.product_id

),

rules_told as (

    select
        rule_kind,
        antecedent_product_id,
        antecedent_product_name,
        consequent_product_id,
        consequent_product_name,
        rule_rank,
        basket_count,
        customer_count,
        antecedent_count,
        consequent_count,
        all_count,
        support,
        confidence,
        lift,
        {{ whole_number_text('together_count') }} || ' of '
        || case rule_kind
            when 'same_basket'
                then {{ counted('antecedent_count', 'basket') }} || ' with '
            else {{ counted('antecedent_count', 'buyer') }} || ' of '
        end
        || coalesce(antecedent_product_name, antecedent_product_id)
        || case rule_kind
            when 'same_basket' then ' had '
            else
                ' bought, on a later day within '
                || {{ counted(
                    segment_threshold('affinity_follow_days', 'bigint'), 'day'
                ) }}
                || ', '
        end
        || coalesce(consequent_product_name, consequent_product_id)
        || case rule_kind when 'same_basket' then ' too' else '' end
        || '; ' || cast(lift as string) || ' times as many as of all'
            as reason,
        '「' || coalesce(antecedent_product_name, antecedent_product_id) || '」的 '
        || case rule_kind
            when 'same_basket'
                then
                    {{ counted_zh('antecedent_count', '单') }} || '中有 '
                    || {{ counted_zh('together_count', '单') }} || '同时购买「'
            else
                {{ counted_zh('antecedent_count', '位顾客') }} || '中有 '
                || {{ counted_zh('together_count', '位') }} || '在 '
                || {{ counted_zh(
                    segment_threshold('affinity_follow_days', 'bigint'), '天'
                ) }}
                || '内的另一天购买「'
        end
        || coalesce(consequent_product_name, consequent_product_id)
        || '」，为总体的 ' || cast(lift as string) || ' 倍' as reason_zh

    from rules_named

)

select * from rules_told
