"""What Square's sales exports have in common: when, where, and what a refund is.

A refund carries its sale's Transaction ID and the day of its own. It lands as an
order of its own, ``<Transaction ID>-refund-<day>``, so that it counts on its day and
does not take the sale's place.
"""

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.layouts.square_zones import zone_of

__all__ = ["EVENT", "IS_REFUND", "described", "refund_id", "signed", "summed"]

EVENT = {
    "order_id": "Transaction ID",
    "customer_id": "Customer ID",
    "member_number": "Customer Reference ID",
    "customer_name": "Customer Name",
    "store_id": "Location",
    "_date": "Date",
    "_time": "Time",
    "_zone": "Time Zone",
    "_event": "Event Type",
    "_channel": "Channel",
}
IS_REFUND = pl.col("_is_refund")
ONLINE = "online|commerce"


def described(events: pl.DataFrame, *said: str) -> pl.DataFrame:
    """What several columns of the export say together of a sale or refund.

    Args:
        events: the columns of ``EVENT``.
        said: which columns say that it was an online shop's.
    """
    is_online = pl.any_horizontal(
        pl.col(name).str.to_lowercase().str.contains(ONLINE).fill_null(False)
        for name in said
    )
    at = pl.concat_str("_date", "_time", separator=" ", ignore_nulls=True)
    return events.with_columns(
        ordered_at=pl.when(pl.col("_date").is_not_null()).then(at),
        _zone=zone_of(pl.col("_zone")),
        _is_refund=pl.col("_event").str.to_lowercase().eq_missing("refund"),
        channel=pl.when(is_online).then(pl.lit("web")).otherwise(pl.lit("store")),
    )


def refund_id(ordered_date: pl.Series) -> pl.Expr:
    """The number of the order that a row belongs to: a refund is one of its own."""
    return (
        pl.when(IS_REFUND)
        .then(pl.format("{}-refund-{}", "order_id", ordered_date))
        .otherwise("order_id")
    )


def signed(value: pl.Expr) -> pl.Expr:
    """Amounts of a refund are below zero, however the export writes them."""
    return pl.when(IS_REFUND).then(-value.abs()).otherwise(value)


def summed(name: str, lands: pl.Expr) -> pl.Expr:
    """The sum over the order's rows that land."""
    return pl.when(lands).then(name).sum().over("order_id").cast(AMOUNT)
