"""What the three shops' tills rang up. Money is in fen; a refund is negative."""

import numpy as np
import polars as pl

from flows.demo.planted import plant
from flows.demo.products import BAG
from flows.demo.spelling import codes
from flows.demo.visits import Visits
from flows.demo.window import DAYS, Window

__all__ = ["STORES", "make_till_lines", "make_till_orders"]

STORES = ("Lantern Street", "Riverside", "Station Arcade")
SCAN_SHARE = 0.93  # of members' visits: the card was shown
PROMOTION_SHARE = 0.11
FREE_SHARE = 0.004
BY_HAND_SHARE = 0.008  # an amount was rung up, and no article
BAG_SHARE = 0.12
REPEAT_SHARE = 0.003
REFUND_SHARE = 0.024
WHOLE_REFUND_SHARE = 0.3

# Rows that cannot be read, in a town that is large enough.
PLANTED = {"date": 6, "product": 5}

Rng = np.random.Generator


def make_till_orders(
    visits: Visits, people: pl.DataFrame, cards: pl.DataFrame, rng: Rng
) -> pl.DataFrame:
    """One row per receipt, with the card that was shown (null when none was)."""
    count = len(visits.row)
    known = visits.row >= 0
    stranger_store = rng.choice(len(STORES), count, p=(0.5, 0.3, 0.2))
    home_store = people["home_shop"].to_numpy()[visits.row]
    is_home = known & (rng.random(count) < 0.85)
    shown = known & (rng.random(count) < SCAN_SHARE)
    orders = pl.DataFrame(
        {
            "order": np.arange(count),
            "row": visits.row,
            "day": visits.day,
            "second": visits.second,
            "store": np.where(is_home, home_store, stranger_store),
            "is_shown": shown,
            "transaction_id": "T" + codes(count, 13, rng),
            "payment_id": "Y" + codes(count, 13, rng),
            "pays_by": rng.choice(4, count, p=(0.35, 0.3, 0.2, 0.15)),
        }
    )
    return _with_cards(orders, cards)


def _with_cards(orders: pl.DataFrame, cards: pl.DataFrame) -> pl.DataFrame:
    """The card in use on the day: the newest that the person held by then."""
    held = cards.select(
        "row", "from_day", "customer_id", "member_number", "name_text"
    ).sort("from_day", "row")
    shown = (
        orders.filter("is_shown")
        .sort("day", "order")
        .join_asof(
            held,
            left_on="day",
            right_on="from_day",
            by="row",
            strategy="backward",
            check_sortedness=False,
        )
        .select("order", "customer_id", "member_number", "name_text")
    )
    return orders.join(shown, on="order", how="left", validate="1:1").sort("order")


def make_till_lines(
    orders: pl.DataFrame,
    baskets: pl.DataFrame,
    products: pl.DataFrame,
    window: Window,
    rng: Rng,
) -> pl.DataFrame:
    """One row per line of a receipt, refunds included, in the order of their time."""
    sold = pl.concat([_priced(baskets, rng), _bags(orders, products, rng)])
    lines = sold.join(orders, on="order", how="left", validate="m:1").with_columns(
        pl.lit("Payment").alias("event")
    )
    refunds = _refunds(lines, orders.height, rng)
    repeats = lines.filter(pl.Series(rng.random(lines.height) < REPEAT_SHARE))
    days = pl.DataFrame({"day": np.arange(DAYS), "date": window.dates})
    every = pl.concat([lines, repeats, refunds]).join(days, on="day", validate="m:1")
    ordered = every.sort("day", "second", "order", "line", maintain_order=True)
    return ordered.with_columns(
        (pl.col("quantity") * pl.col("unit_price")).alias("gross"),
        plant(PLANTED, ordered.height, rng),
    ).with_columns((pl.col("gross") - pl.col("discount")).alias("net"))


def _priced(baskets: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Promotions, give-aways, and amounts rung up by hand (no product)."""
    count = baskets.height
    promotion = rng.choice((10, 20, 30), count, p=(0.5, 0.35, 0.15))
    share = np.where(rng.random(count) < PROMOTION_SHARE, promotion, 0)
    is_free = pl.Series(rng.random(count) < FREE_SHARE)
    is_by_hand = pl.Series(rng.random(count) < BY_HAND_SHARE)
    amount = pl.col("quantity") * pl.col("unit_price")
    return baskets.with_columns(
        pl.when(is_free).then(0).otherwise("unit_price").alias("unit_price"),
        pl.when(~is_by_hand).then("product").alias("product"),
    ).with_columns((amount * pl.Series(share) // 100).alias("discount"))


def _bags(orders: pl.DataFrame, products: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    bag = products["sku"].to_list().index(BAG)
    return (
        orders.filter(pl.Series(rng.random(orders.height) < BAG_SHARE))
        .select("order")
        .with_columns(
            pl.lit(bag).cast(pl.Int64).alias("product"),
            pl.lit(1).cast(pl.Int64).alias("quantity"),
            pl.lit(products["price"][bag]).cast(pl.Int64).alias("unit_price"),
            pl.lit(99).cast(pl.Int64).alias("line"),
            pl.lit(0).cast(pl.Int64).alias("discount"),
        )
    )


def _refunds(lines: pl.DataFrame, first_order: int, rng: Rng) -> pl.DataFrame:
    """The first line, or all of them, brought back some days later: a new receipt."""
    back = lines.select("order", "day").unique(maintain_order=True)
    back = back.filter(pl.Series(rng.random(back.height) < REFUND_SHARE))
    count = back.height
    back = back.select(
        "order",
        (pl.col("day") + pl.Series(rng.integers(1, 22, count))).alias("day"),
        pl.Series("second", rng.integers(10 * 3600, 20 * 3600, count)),
        pl.Series("is_whole", rng.random(count) < WHOLE_REFUND_SHARE),
        pl.Series("new_order", first_order + np.arange(count)),
        ("T" + codes(count, 13, rng)).alias("transaction_id"),
        ("Y" + codes(count, 13, rng)).alias("payment_id"),
    ).filter(pl.col("day") < DAYS)
    return (
        lines.drop("day", "second", "transaction_id", "payment_id")
        .join(back, on="order", how="inner", validate="m:1")
        .filter(pl.col("is_whole") | (pl.col("line") == 1))
        .with_columns(
            -pl.col("quantity"),
            -pl.col("discount"),
            pl.col("new_order").alias("order"),
            pl.lit("Refund").alias("event"),
        )
        .select(lines.columns)
    )
