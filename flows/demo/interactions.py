"""What people did besides buying: looked, asked, filled a cart, called, came in.

Some of it leads to an order that the town has; the rest is on a day around one, when
the person was about, and leads to none.
"""

import numpy as np
import polars as pl

from flows.demo.chance import chance_of, flips, picks, some_of
from flows.demo.facts import card_receipts, gathered
from flows.demo.history import Town
from flows.demo.planted import plant
from flows.demo.window import DAYS, SECONDS, Ints, moment_of

__all__ = ["make_interactions"]

BROWSED_SHARE = 0.6  # of the web orders began with a look at what was bought
CARTED_SHARE = 0.7  # of those lines went through the cart
IDLE_SESSIONS = 0.55  # per web order: looked and left
ABANDONED_SHARE = 0.22  # of the idle looks went into a cart
SIGNED_IN_SHARE = 0.62  # of the looks are by somebody the shop knows
INQUIRY_SHARE = 0.05
CALL_SHARE = 0.035
VISIT_SHARE = 0.05  # of the members' receipts: the code at the door was scanned
MESSAGE_SHARE = 0.025
DAYS_AROUND = 25
ANSWERS = {"answered": 0.8, "unanswered": 0.2}
CALLS = {"answered": 0.7, "missed": 0.2, "called back": 0.1}
PLANTED = {"date": 2, "kind": 1}

SCHEMA = {
    "moment": pl.Int64,
    "kind": pl.String,
    "channel": pl.String,
    "email": pl.String,
    "phone": pl.String,
    "product": pl.Int64,
    "store": pl.Int64,
    "outcome": pl.String,
}
Rng = np.random.Generator


def make_interactions(town: Town) -> pl.DataFrame:
    """One row per interaction, in the order of its time."""
    rng = chance_of(town.seed, "interactions")
    orders = town.web_orders.select(
        "order",
        "phone",
        pl.col("email_text").str.strip_chars().str.to_lowercase().alias("email"),
        moment_of(pl.col("day"), pl.col("second")).alias("moment"),
    )
    receipts = card_receipts(town.till_lines).join(
        town.cards.select("member_number", "phone"),
        on="member_number",
        maintain_order="left",
    )
    found = [
        *_before_orders(orders, town.web_lines, rng),
        *_idle(orders, town.products, rng),
        *_asked(orders, town.products, rng),
        *_around_receipts(receipts, rng),
    ]
    every = gathered(found, SCHEMA).filter(
        pl.col("moment").is_between(0, DAYS * SECONDS - 1)
    )
    ordered = every.sort(list(SCHEMA)).with_row_index("interaction", offset=1)
    return ordered.with_columns(
        town.window.clock(pl.col("moment")).alias("occurred_at"),
        plant(PLANTED, ordered.height, rng),
    )


def _before_orders(
    orders: pl.DataFrame, lines: pl.DataFrame, rng: Rng
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Looks at the articles of an order shortly before it, and the cart."""
    looks = some_of(orders, BROWSED_SHARE, rng).join(
        lines.select("order", "product"), on="order", maintain_order="left"
    )
    looks = _signed_in(_earlier(looks, 120, 2400, rng), rng).with_columns(
        pl.lit("browse").alias("kind"), pl.lit("webshop").alias("channel")
    )
    carts = _earlier(some_of(looks, CARTED_SHARE, rng), -100, -20, rng).with_columns(
        pl.lit("cart").alias("kind"), pl.lit("ordered").alias("outcome")
    )
    return looks, carts


def _idle(
    orders: pl.DataFrame, products: pl.DataFrame, rng: Rng
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Sessions that led to nothing, some with a cart left behind."""
    sessions = _signed_in(_shifted(some_of(orders, IDLE_SESSIONS, rng), rng), rng)
    number = 1 + rng.poisson(0.8, sessions.height)
    looks = sessions[np.repeat(np.arange(sessions.height), number)]
    looks = _earlier(looks, 0, 1500, rng).with_columns(
        _liked(products, looks.height, rng),
        pl.lit("browse").alias("kind"),
        pl.lit("webshop").alias("channel"),
    )
    carts = _earlier(some_of(looks, ABANDONED_SHARE, rng), -100, -20, rng).with_columns(
        pl.lit("cart").alias("kind"), pl.lit("abandoned").alias("outcome")
    )
    return looks, carts


def _asked(
    orders: pl.DataFrame, products: pl.DataFrame, rng: Rng
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Questions by web chat: some some hours before an order, some without one."""
    bought = _earlier(some_of(orders, INQUIRY_SHARE, rng), 1800, 2 * SECONDS, rng)
    idle = _shifted(some_of(orders, INQUIRY_SHARE, rng), rng)
    asked = pl.lit("inquiry").alias("kind"), pl.lit("web chat").alias("channel")
    return (
        bought.with_columns(
            *asked,
            _liked(products, bought.height, rng),
            pl.lit("answered").alias("outcome"),
        ),
        idle.with_columns(
            *asked,
            _liked(products, idle.height, rng),
            picks(ANSWERS, idle.height, rng).alias("outcome"),
        ),
    )


def _around_receipts(receipts: pl.DataFrame, rng: Rng) -> list[pl.DataFrame]:
    """Calls to a shop, scans of the code at its door, messages to its staff."""
    calls = _earlier(some_of(receipts, CALL_SHARE, rng), 900, 7200, rng)
    bought = _earlier(some_of(receipts, VISIT_SHARE, rng), 300, 1800, rng)
    looked = _shifted(some_of(receipts, VISIT_SHARE, rng), rng)
    messages = _shifted(some_of(receipts, MESSAGE_SHARE, rng), rng)
    return [
        calls.with_columns(
            pl.lit("call").alias("kind"),
            pl.lit("phone").alias("channel"),
            picks(CALLS, calls.height, rng).alias("outcome"),
        ),
        *(
            visits.with_columns(
                pl.lit("visit").alias("kind"),
                pl.lit("store").alias("channel"),
                pl.lit(outcome).alias("outcome"),
            )
            for visits, outcome in ((bought, "bought"), (looked, "left"))
        ),
        messages.with_columns(
            pl.lit("message").alias("kind"),
            pl.lit("wechat").alias("channel"),
            picks(ANSWERS, messages.height, rng).alias("outcome"),
        ),
    ]


def _earlier(rows: pl.DataFrame, least: int, most: int, rng: Rng) -> pl.DataFrame:
    seconds = rng.integers(least, most, rows.height)
    return rows.with_columns(pl.col("moment") - pl.Series(seconds))


def _shifted(rows: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """The same time on another day around."""
    days: Ints = rng.integers(1, DAYS_AROUND, rows.height) * rng.choice(
        (-1, 1), rows.height
    )
    return rows.with_columns(pl.col("moment") + pl.Series(days * SECONDS))


def _signed_in(rows: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Of some the shop knows the e-mail, of the others nothing; of none the phone."""
    known = flips(rows.height, SIGNED_IN_SHARE, rng)
    return rows.with_columns(pl.when(known).then("email").alias("email")).drop("phone")


def _liked(products: pl.DataFrame, count: int, rng: Rng) -> pl.Series:
    weights = products["popularity"].to_numpy()
    drawn = rng.choice(products.height, count, p=weights / weights.sum())
    return pl.Series("product", drawn)
