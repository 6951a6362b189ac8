"""What lies on the shelves: each shop counts on the last evening of a month."""

import numpy as np
import polars as pl

from flows.demo.chance import chance_of
from flows.demo.history import Town
from flows.demo.planted import plant
from flows.demo.tills import STORES
from flows.demo.window import DAYS, Window

__all__ = ["make_inventory"]

CARRIED_SHARE = 0.85  # of the articles are sold in each shop
DAYS_SINCE_DELIVERY = 10
SPARE = 6
STORE_ROOM = "Store room"
STORE_ROOM_SHARE = 0.35
PLANTED = {"count": 2, "date": 1, "product": 1}

Rng = np.random.Generator


def make_inventory(town: Town) -> pl.DataFrame:
    """One row per count: day, date, store, shelf, product, quantity.

    Shelves are filled up to what two months sell; what was sold since the last
    delivery is gone from them.
    """
    rng = chance_of(town.seed, "inventory")
    carried = _carried(town.products, rng)
    sold = town.till_lines.filter(pl.col("product").is_not_null()).select(
        "day", "store", "product", "quantity"
    )
    counts = carried.join(_month_ends(town.window), how="cross", maintain_order="left")
    count = counts.height
    monthly = sold.group_by("store", "product").agg(
        (pl.col("quantity").sum() * 60 // DAYS).alias("target")
    )
    counted = (
        counts.join(monthly, on=["store", "product"], how="left", maintain_order="left")
        .join(
            _sold_lately(sold, town.window),
            on=["store", "product", "day"],
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.Series("noise", rng.integers(-2, SPARE, count)))
        .with_columns(
            (pl.col("target").fill_null(0) - pl.col("gone").fill_null(0))
            .add(pl.col("noise"))
            .clip(0)
            .alias("quantity")
        )
    )
    rows = pl.concat([counted, _store_room(counted, rng)]).sort(
        "day", "store", "product", "shelf"
    )
    return rows.select("day", "date", "store", "shelf", "product", "quantity").hstack(
        [plant(PLANTED, rows.height, rng)]
    )


def _carried(products: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """One row per shop and article that it carries, with the shelf it has there."""
    categories = products["category"].unique(maintain_order=True)
    shelves = pl.DataFrame(
        {
            "category": categories,
            "aisle": pl.int_range(len(categories), eager=True),
        }
    )
    articles = (
        products.with_row_index("product")
        .with_columns(pl.col("product").cast(pl.Int64))
        .filter(pl.col("popularity") > 0)
        .join(shelves, on="category", maintain_order="left")
        .select(
            "product",
            pl.format("A{}-{}", pl.col("aisle") + 1, pl.col("product") % 4 + 1).alias(
                "shelf"
            ),
        )
    )
    stores = pl.DataFrame({"store": np.arange(len(STORES))})
    every = stores.join(articles, how="cross", maintain_order="left")
    return every.filter(pl.Series(rng.random(every.height) < CARRIED_SHARE))


def _month_ends(window: Window) -> pl.DataFrame:
    days = pl.DataFrame({"day": np.arange(DAYS), "date": window.dates})
    return days.filter(pl.col("date") == pl.col("date").dt.month_end())


def _sold_lately(sold: pl.DataFrame, window: Window) -> pl.DataFrame:
    """What went since the last delivery before each count."""
    ends = _month_ends(window).select("day")
    return (
        sold.with_columns(pl.col("day").alias("sold_day"))
        .sort("day")
        .join_asof(
            ends.with_columns(pl.col("day").alias("end")).sort("day"),
            on="day",
            strategy="forward",
        )
        .filter(pl.col("end") - pl.col("sold_day") < DAYS_SINCE_DELIVERY)
        .group_by("store", "product", pl.col("end").alias("day"))
        .agg(pl.col("quantity").sum().alias("gone"))
    )


def _store_room(counted: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Boxes behind the shop, of the articles that sell."""
    kept = counted.filter(
        pl.Series(rng.random(counted.height) < STORE_ROOM_SHARE),
        pl.col("target") > SPARE,
    )
    boxes = pl.Series(rng.integers(1, 5, kept.height) * 12)
    return kept.with_columns(pl.lit(STORE_ROOM).alias("shelf"), boxes.alias("quantity"))
