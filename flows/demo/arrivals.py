"""What came into the shops in the last weeks and has not sold yet."""

from datetime import timedelta
from typing import NamedTuple

import polars as pl

from flows.demo.products import COST_SHARE
from flows.demo.window import Window

__all__ = ["ARRIVALS", "make_arrivals"]


class Arrival(NamedTuple):
    """A new article; the price is in fen."""

    sku: str
    name: str
    variant: str
    category: str
    brand: str
    price: int
    days_ago: int


ARRIVALS = (
    Arrival("NEW-01", "Brush pen 软笔", "Grey", "Art", "Hedge & Finch", 3200, 41),
    Arrival("NEW-02", "Gel pen, pastel", "0.38 mm", "Pens", "青竹 Qingzhu", 650, 20),
    Arrival("NEW-03", "Notebook, linen", "A5", "Notebooks", "Marlow, Pike", 7800, 6),
)


def make_arrivals(window: Window) -> pl.DataFrame:
    """One row per new article: the catalogue's columns and ``launched``, a date."""
    rows = pl.DataFrame(ARRIVALS, orient="row", schema=list(Arrival._fields))
    return rows.select(
        pl.exclude("days_ago"),
        (pl.col("price") * COST_SHARE).round().cast(pl.Int64).alias("cost"),
        pl.Series(
            "launched",
            [window.last - timedelta(days=arrival.days_ago) for arrival in ARRIVALS],
        ),
    )
