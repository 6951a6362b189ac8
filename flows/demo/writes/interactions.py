"""Looks, carts, questions, calls and visits: one file a year, by the generic layout."""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.interactions import make_interactions
from flows.demo.writes.text import by_year, laid_out, shop_name, sku, unless

__all__ = ["HEADER", "pages"]

HEADER = "id,time,kind,channel,email,phone,article,shop,outcome"
UNREADABLE_DATE = "yesterday"
UNKNOWN_KIND = "carrier pigeon"
MASKED_EVERY = 25  # the switchboard hides some callers: 138****0000

NUMBER = pl.col("interaction")
IS_MASKED = (pl.col("kind") == "call") & (NUMBER % MASKED_EVERY == 0)


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every file's path in the home, and its rows."""
    phone = pl.col("phone")
    values = {
        "id": pl.lit("I") + NUMBER.cast(pl.String).str.zfill(7),
        "time": unless(
            "date",
            pl.col("occurred_at").dt.strftime("%Y-%m-%dT%H:%M:%S+08:00"),
            UNREADABLE_DATE,
        ),
        "kind": unless("kind", pl.col("kind"), UNKNOWN_KIND),
        "channel": pl.col("channel"),
        "email": pl.col("email"),
        "phone": pl.when(IS_MASKED)
        .then(phone.str.slice(0, 3) + "****" + phone.str.slice(7))
        .otherwise(phone),
        "article": sku(town.products),
        "shop": shop_name(),
        "outcome": pl.col("outcome"),
    }
    for year, rows in by_year(make_interactions(town)):
        path = f"inbox/interactions/interactions_{year}.csv"
        yield path, laid_out(rows, HEADER, values)
