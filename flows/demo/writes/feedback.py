"""Feedback: one file every half-year, read by the generic layout.

A complaint that was open when a file was written is in the next one again, as it is
by then: the same number, perhaps resolved.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import polars as pl

from flows.demo.feedback import make_feedback
from flows.demo.history import Town
from flows.demo.window import Window
from flows.demo.writes.text import laid_out, shop_name, sku, unless
from flows.demo.writes.webshop import order_name

__all__ = ["HEADER", "pages"]

HEADER = (
    "Number,Date,Type,Topic,Score,Out of,Comment,State,Resolved,Customer,Shop,Order,"
    "Article"
)
UNREADABLE_DATE = "after Easter"
UNKNOWN_KIND = "gossip"
LOCAL = "%Y-%m-%d %H:%M"
IS_COMPLAINT = pl.col("kind") == "complaint"


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every file's path in the home, and its rows."""
    said = make_feedback(town)
    for begin, end in _halves(town.window):
        was_open = pl.col("resolved_at").is_null() | (pl.col("resolved_at") >= begin)
        again = IS_COMPLAINT & was_open & pl.col("planted").is_null()
        told = pl.col("occurred_at") < end
        rows = said.filter(told & (again | (pl.col("occurred_at") >= begin)))
        path = f"inbox/feedback/feedback_{begin:%Y-%m}.csv"
        yield path, laid_out(rows, HEADER, _values(town, end))


def _halves(window: Window) -> Iterator[tuple[date, date]]:
    """The first days of every half-year of the history, and of the one after it."""
    begins = [
        date(year, month, 1)
        for year in range(window.first.year, window.last.year + 2)
        for month in (1, 7)
    ]
    for begin, end in pairwise(begins):
        if end > window.first and begin <= window.last:
            yield begin, end


def _values(town: Town, end: date) -> dict[str, pl.Expr]:
    """What is known of a row when the half-year ends."""
    is_resolved = pl.col("resolved_at") < end
    state = pl.when(is_resolved).then(pl.lit("resolved")).otherwise(pl.lit("open"))
    return {
        "Number": unless("id", pl.lit("F") + pl.col("feedback").cast(pl.String)),
        "Date": unless(
            "date", pl.col("occurred_at").dt.strftime(LOCAL), UNREADABLE_DATE
        ),
        "Type": unless("kind", pl.col("kind"), UNKNOWN_KIND),
        "Topic": pl.col("topic"),
        "Score": pl.col("score"),
        "Out of": pl.col("out_of"),
        "Comment": pl.col("text"),
        "State": pl.when(IS_COMPLAINT).then(state),
        "Resolved": pl.when(is_resolved).then(pl.col("resolved_at").dt.strftime(LOCAL)),
        "Customer": pl.col("customer_id"),
        "Shop": shop_name(),
        "Order": pl.coalesce("transaction_id", order_name()),
        "Article": sku(town.products),
    }
