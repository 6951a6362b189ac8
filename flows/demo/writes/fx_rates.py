"""What foreign money was worth on each day: a bank's table."""

from collections.abc import Iterator

import polars as pl

from flows.demo.currencies import MILLION
from flows.demo.history import Town
from flows.demo.writes.text import laid_out, unless

__all__ = ["HEADER", "pages"]

HEADER = "Date,From,To,Rate"
UNREADABLE_RATE = "no fixing"
VALUES = {
    "Date": pl.col("date").cast(pl.String),
    "From": unless("currency", pl.col("currency")),
    "To": pl.lit("CNY"),
    "Rate": unless(
        "rate",
        (pl.col("micros") // MILLION).cast(pl.String)
        + "."
        + (pl.col("micros") % MILLION).cast(pl.String).str.zfill(6),
        UNREADABLE_RATE,
    ),
}


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """The one file's path in the home, and its rows."""
    yield "inbox/fx_rates/rates.csv", laid_out(town.fx_rates, HEADER, VALUES)
