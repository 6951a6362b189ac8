"""The list of shops: a plain table, read by the generic layout."""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.stores import make_stores
from flows.demo.writes.text import laid_out

__all__ = ["HEADER", "pages"]

HEADER = "Shop,Name,City,Province,Opened"
NOT_YET_OPENED = "next spring"
VALUES = {
    "Shop": pl.col("store_id"),
    "Name": pl.col("name"),
    "City": pl.col("city"),
    "Province": pl.col("region"),
    "Opened": pl.col("opened_on").cast(pl.String).fill_null(NOT_YET_OPENED),
}


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """The one file's path in the home, and its rows."""
    shops = laid_out(make_stores(town.window), HEADER, VALUES)
    yield "inbox/stores/stores.csv", shops
