"""What the landing gate counts in the ledger and the lake."""

from datetime import date

from expectations.suite import literal

__all__ = ["LANDED_FILES", "REASONS", "delivered"]

LANDED_FILES = """
    select count(*) filter (where state = 'landed') as landed_file_count
    from gate.files
"""
REASONS = """
    select
        abs(
            (select coalesce(sum(row_count), 0) from gate.set_aside_reasons)
            - (select coalesce(sum(set_aside_count), 0) from gate.files)
        ) as unexplained_row_count
"""


def delivered(source: str, as_of: date) -> str:
    """What ``source`` delivered: tonight, refused, set aside, and how fresh."""
    return f"""
        with files as (
            select
                *,
                is_unpublished and is_newest and is_in_inbox as is_looked_at
            from gate.files
            where source_name = {literal(source)}
        ),
        latest as (
            select
                date_diff('day', latest_order_date, cast({literal(as_of)} as date))
                    as day_count
            from gate.latest_orders
            where source_name = {literal(source)}
        )
        select
            count(*) filter (where state = 'landed' and is_of_tonight)
                as landed_file_count,
            count(*) filter (where state = 'refused' and is_newest)
                as refused_file_count,
            coalesce(
                round(
                    sum(set_aside_count) filter (where is_looked_at)
                    / nullif(sum(row_count) filter (where is_looked_at), 0),
                    6
                ),
                0
            ) as set_aside_share,
            coalesce((select day_count from latest), 0) as days_since_order_count
        from files
    """
