"""The loyalty club's book: one file a year, read by the generic layout."""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.loyalty import make_loyalty_events
from flows.demo.writes.text import by_year, laid_out, plain_money, unless

__all__ = ["HEADER", "pages"]

HEADER = "Event,When,Card,Kind,Points,Amount,Tier,Receipt,Valid until"
UNREADABLE_DATE = "31/12/99"
UNKNOWN_KIND = "correction of the correction"

OCCURRED_AT = pl.col("occurred_at")
VALUES = {
    "Event": pl.lit("L") + pl.col("event").cast(pl.String).str.zfill(7),
    "When": unless(
        "date", OCCURRED_AT.dt.strftime("%Y-%m-%d %H:%M:%S"), UNREADABLE_DATE
    ),
    "Card": unless("member", pl.col("member_number")),
    "Kind": unless("kind", pl.col("kind"), UNKNOWN_KIND),
    "Points": pl.col("points"),
    "Amount": plain_money(pl.col("amount")),
    "Tier": pl.col("tier"),
    "Receipt": pl.col("order_id"),
    "Valid until": pl.when(pl.col("points") > 0).then(
        pl.date(OCCURRED_AT.dt.year() + 1, 12, 31)
    ),
}


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every file's path in the home, and its rows."""
    for year, rows in by_year(make_loyalty_events(town)):
        yield f"inbox/loyalty/events_{year}.csv", laid_out(rows, HEADER, VALUES)
