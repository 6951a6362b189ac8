with

int_customers_described as (

    select * from {{ ref('int_customers_described') }}

),

int_segments_dated as (

    select * from {{ ref('int_segments_dated') }}

),

since_dates as (

    select
        customer_id,
        {{ pivot_since('demographics', [
            'age', 'gender', 'occupation', 'interest', 'area'
        ]) }}

    from int_segments_dated

    group by 1

),

customers_told as (

    select
        described.customer_id,
        cast(described.age as bigint) as age,
        described.age_group,
        described.gender,
        described.occupation,
        described.first_interest,
        described.area,
        {{ joined_parts([
            "'aged ' || " ~ whole_number_text('described.age')
                ~ " || ' (' || described.age_group_en || ')'",
            'described.gender',
            'described.occupation',
            "'interested in ' || described.first_interest",
            "'lives in ' || described.area",
        ], ', ', 'Nothing is known of age, gender, work, interest or area') }} as reason,
        {{ joined_parts([
            whole_number_text('described.age')
                ~ " || ' 岁（' || described.age_group_zh || '）'",
            "case described.gender when 'female' then '女' when 'male' then '男' "
                ~ "when 'other' then '其他性别' end",
            'described.occupation',
            "'兴趣：' || described.first_interest",
            "'地区：' || described.area",
        ], '，', '年龄、性别、职业、兴趣、地区均未知') }} as reason_zh,
        since_dates.age_since,
        since_dates.gender_since,
        since_dates.occupation_since,
        since_dates.interest_since,
        since_dates.area_since

    from int_customers_described as described

    left join since_dates
        on described.customer_id = since_dates.customer_id

)

select * from customers_told
