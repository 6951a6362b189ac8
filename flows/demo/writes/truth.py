"""Who every record really is, kept outside the inbox, to measure identity by."""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.writes.webshop import order_name

__all__ = ["pages", "truth"]

PERSON = (pl.lit("P") + (pl.col("row") + 1).cast(pl.String).str.zfill(7)).alias(
    "person"
)


def truth(town: Town) -> pl.DataFrame:
    """One row per record: source_name, source_customer_id, person, kind.

    The kind is the difficulty that the person has, null for most.
    """
    shown = town.till_lines.filter(pl.col("customer_id").is_not_null())
    records = (
        ("members", town.cards, pl.col("customer_id")),
        ("supplies", town.supplies.lines, pl.col("customer_id")),
        ("till", shown, pl.col("customer_id")),
        ("webshop", town.web_orders, pl.lit("order:") + order_name()),
        ("webshop_members", town.accounts, pl.col("account_id")),
    )
    found = pl.concat(
        rows.select(
            pl.lit(source).alias("source_name"),
            record.alias("source_customer_id"),
            PERSON,
            pl.col("row").cast(pl.Int64),
        ).unique()
        for source, rows, record in records
    )
    kinds = town.people.select("row", "kind")
    return (
        found.join(kinds, on="row", validate="m:1")
        .drop("row")
        .sort("source_name", "source_customer_id")
    )


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """The one file's path in the home, and its rows."""
    yield "town/truth.csv", truth(town)
