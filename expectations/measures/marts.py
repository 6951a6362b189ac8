"""What the marts gate counts in the marts, in core, and against the night before."""

from decimal import Decimal

from expectations.suite import literal

__all__ = ["CONSERVED", "SEGMENTS", "shrinkage"]

CONSERVED = """
    with customers as (select customer_id from core.customers),
    rows_of_360 as (select customer_id, net_revenue_amount from marts.customer_360),
    counted as (
        select customer_id, net_amount
        from core.orders
        where order_class = 'counted'
    )
    select
        (select count(*) from customers anti join rows_of_360 using (customer_id))
            as missing_customer_count,
        (select count(*) from rows_of_360 anti join customers using (customer_id))
            as unknown_customer_count,
        (
            select count(*) from identity.records
            anti join rows_of_360 using (customer_id)
        ) as lost_record_count,
        coalesce((select sum(net_revenue_amount) from rows_of_360), 0)
        + coalesce((select sum(net_amount) from counted where customer_id is null), 0)
        - coalesce((select sum(net_amount) from counted), 0)
            as unexplained_revenue_amount
"""
SEGMENTS = """
    with buyers as (
        select customer_id, rfm_segment
        from marts.customer_360
        where purchase_count > 0
    ),
    in_both as (
        select rfm.rfm_segment, buyers.rfm_segment as segment_of_360
        from marts.rfm as rfm
        inner join buyers on rfm.customer_id = buyers.customer_id
    ),
    divided_cells as (
        select recency_score, frequency_score
        from marts.rfm
        group by 1, 2
        having count(distinct rfm_segment) > 1
    )
    select
        (select count(*) from marts.rfm where rfm_segment is null)
            as unnamed_customer_count,
        (select count(*) from divided_cells) as divided_cell_count,
        (select count(*) from marts.rfm) + (select count(*) from buyers)
        - 2 * (select count(*) from in_both) as unmatched_customer_count,
        (
            select count(*) from in_both
            where rfm_segment is distinct from segment_of_360
        ) as differing_segment_count
"""


def shrinkage(customers_before: int, revenue_before: Decimal) -> str:
    """By which share customers and net revenue are below the night before."""
    return f"""
        with present as (
            select
                (select count(*) from marts.customer_360) as customer_count,
                (
                    select coalesce(sum(net_amount), 0)
                    from core.orders
                    where order_class = 'counted'
                ) as net_revenue_amount,
                cast({customers_before} as bigint) as customers_before,
                cast({literal(str(revenue_before))} as decimal(18, 2))
                    as revenue_before
        )
        select
            case
                when customers_before > 0
                    then round(1 - customer_count / customers_before, 6)
                else 0
            end as customer_drop_share,
            case
                when revenue_before > 0
                    then round(1 - net_revenue_amount / revenue_before, 6)
                else 0
            end as net_revenue_drop_share
        from present
    """
