"""A customer's purchases in four numbers: all that the value model needs of them."""

from datetime import date

import polars as pl

__all__ = ["HISTORIES", "MONEY", "histories_of"]

DAYS_A_WEEK = 7
MONEY = pl.Decimal(18, 2)
HISTORIES = pl.Schema(
    {
        "customer_id": pl.String,
        "repeat_count": pl.Int64,
        "latest_week": pl.Float64,
        "age_weeks": pl.Float64,
        "repeat_amount": pl.Float64,
        "mean_amount": pl.Float64,
    }
)


def histories_of(purchases: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The purchase history of every buyer, up to and with ``as_of``.

    Args:
        purchases: ``customer_id``, ``purchase_date`` and ``net_amount``, one row per
            customer and day.
        as_of: the last day that counts.

    Returns:
        One row per customer who bought by then, as :data:`HISTORIES`, sorted: purchases
        after the first, weeks from the first purchase to the latest and to ``as_of``,
        the mean amount of the purchases after the first, null without one, and of all.
    """
    first = pl.col("purchase_date").min()
    latest = pl.col("purchase_date").max()
    repeats = pl.len().cast(pl.Int64) - 1
    # Exact sums: doubles would be added in no fixed order.
    amount = pl.col("net_amount").cast(MONEY)
    repeated = amount.filter(pl.col("purchase_date") > first).sum().cast(pl.Float64)
    total = amount.sum().cast(pl.Float64)
    return (
        purchases.filter(pl.col("purchase_date") <= as_of)
        .group_by("customer_id")
        .agg(
            repeat_count=repeats,
            latest_week=(latest - first).dt.total_days() / DAYS_A_WEEK,
            age_weeks=(pl.lit(as_of) - first).dt.total_days() / DAYS_A_WEEK,
            repeat_amount=pl.when(repeats > 0).then(repeated / repeats),
            mean_amount=total / pl.len(),
        )
        .select(HISTORIES.names())
        .cast(HISTORIES)
        .sort("customer_id")
    )
