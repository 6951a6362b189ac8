"""What the page asks of the warehouse: counts and sums, never a person."""

__all__ = ["QUERIES"]

QUERIES: dict[str, str] = {
    "campaigns": """
        select campaign, audience, name_en, name_zh
        from settings.campaigns
        where is_active
        order by priority, campaign
    """,
    "channels": """
        select distinct campaign_channels.channel
        from settings.campaign_channels
        inner join settings.campaigns
            on campaign_channels.campaign = campaigns.campaign
        where campaigns.is_active
        order by 1
    """,
    "members": """
        select
            campaign,
            channel,
            outcome,
            case when outcome <> 'exported' then reason end as reason,
            count(*) as customer_count,
            count(*) filter (where entered_on = as_of) as new_count
        from audiences.members
        group by 1, 2, 3, 4
        order by 1, 2, 3, 5 desc, 4
    """,
    "people": """
        select
            campaign,
            count(*) filter (where is_exported) as exported_count,
            count(*) filter (where is_held_out and not is_exported) as held_out_count,
            count(*) filter (where not is_held_out and not is_exported)
                as dropped_count
        from (
            select
                campaign,
                customer_id,
                bool_or(outcome = 'exported') as is_exported,
                bool_or(outcome = 'held_out') as is_held_out
            from audiences.members
            group by 1, 2
        )
        group by 1
        order by 1
    """,
    "totals": """
        select
            (
                select count(distinct customer_id)
                from audiences.members
                where outcome = 'exported'
            ) as people_count,
            count(*) as customer_count,
            count(*) filter (where purchase_count > 0) as buyer_count,
            count(*) filter (where is_email_reachable) as email_reachable_count,
            count(*) filter (where is_sms_reachable) as sms_reachable_count
        from marts.customer_360
    """,
    "segments": """
        select
            rfm_segment as code,
            segment_names.name_en,
            segment_names.name_zh,
            count(*) as customer_count,
            sum(net_revenue_amount) as revenue_amount
        from marts.customer_360
        left join (
            select rfm_segment, min(name_en) as name_en, min(name_zh) as name_zh
            from settings.rfm_segments
            group by 1
        ) as segment_names using (rfm_segment)
        where rfm_segment is not null
        group by 1, 2, 3
        order by revenue_amount desc nulls last, code
    """,
    "tiers": """
        select
            value_tier as code,
            value_tiers.name_en,
            value_tiers.name_zh,
            count(*) as customer_count,
            sum(net_revenue_amount) as revenue_amount
        from marts.customer_360
        left join settings.value_tiers using (value_tier)
        where value_tier is not null
        group by 1, 2, 3, value_tiers.top_share
        order by value_tiers.top_share nulls last, code
    """,
    "stages": """
        select
            lifecycle_stage as code,
            count(*) as customer_count,
            sum(net_revenue_amount) as revenue_amount
        from marts.customer_360
        where lifecycle_stage is not null
        group by 1
        order by 1
    """,
    "moves": """
        select moved_on, from_segment, to_segment, customer_count
        from marts.segment_moves
        where
            mart = 'lifecycle'
            and from_segment is not null
            and to_segment is not null
        order by customer_count desc, from_segment, to_segment
    """,
    "pareto": """
        select
            customer_count,
            top_80_customer_count,
            top_80_customer_share,
            top_20_revenue_share
        from marts.pareto
        where revenue_amount > 0
    """,
    "sales": """
        select
            order_date,
            cast(sum(order_count) as bigint) as order_count,
            cast(sum(net_revenue_amount) as decimal(18, 2)) as revenue_amount,
            cast(sum(known_customer_net_revenue_amount) as decimal(18, 2))
                as known_amount
        from core.sales_by_day
        group by 1
        order by 1
    """,
    "latest_orders": """
        select source_name, max(order_date) as latest_order_date
        from core.orders
        group by 1
        order by 1
    """,
    "reconciliation": """
        select
            source_name,
            class,
            cast(row_count as bigint) as row_count,
            cast(amount as decimal(18, 2)) as amount
        from core.reconciliation
        order by source_name, class
    """,
}
