"""Points of the loyalty club: earned, taken back, exchanged for gifts, expired.

A balance is never below zero. Points of a purchase can be used once it is certain that
they stay: what may be used at a moment is the least that was ever earned from then on.
"""

from datetime import date

import numpy as np
import polars as pl

from flows.demo.chance import flips
from flows.demo.tiers import TIERS
from flows.demo.window import DAYS, SECONDS, Window

__all__ = ["point_events"]

BLOCK = 100  # points are exchanged in hundreds
EXCHANGER_SHARE = 0.45  # of the cards
EXCHANGE_SHARE = 0.3  # of their visits
CARRIED_SHARE = 0.6  # of the cards older than the history
CARRIED_POINTS = 140
LAST_MINUTE = SECONDS - 60

CARD = "member_number"
COLUMNS = (CARD, "moment", "year", "kind", "points", "tier", "order_id")
NO_TIER = pl.lit(None, dtype=pl.String).alias("tier")
NOTHING = (NO_TIER, pl.lit(None, dtype=pl.String).alias("order_id"))

Rng = np.random.Generator


def point_events(
    cards: pl.DataFrame,
    receipts: pl.DataFrame,
    refunds: pl.DataFrame,
    window: Window,
    rng: Rng,
) -> pl.DataFrame:
    """Every movement of points: member_number, moment, kind, points, tier, order_id.

    Args:
        cards: the cards of the directory.
        receipts: their sales, with the tier before each (``tiers.with_levels``).
        refunds: their refunds.
        window: the history.
        rng: where chance comes from.
    """
    exchangers = cards.filter(flips(cards.height, EXCHANGER_SHARE, rng))[CARD]
    visits = receipts.filter(
        pl.col(CARD).is_in(exchangers.implode()),
        flips(receipts.height, EXCHANGE_SHARE, rng),
    )
    earned = pl.concat(
        [
            _carried_over(cards, window, rng),
            _earned(receipts),
            _taken_back(refunds),
            _asked(visits),
        ]
    ).sort(CARD, "moment", "points", descending=[False, False, True])
    usable = pl.col("points").cum_sum().over(CARD)
    ledger = earned.with_columns(usable.alias("usable")).with_columns(
        pl.col("usable").cum_min(reverse=True).over(CARD)
    )
    moved = earned.filter(pl.col("kind") != "redeem")
    return pl.concat([moved, _used(ledger, window)]).drop("year")


def _carried_over(cards: pl.DataFrame, window: Window, rng: Rng) -> pl.DataFrame:
    """What members of the old paper cards had when the system began."""
    points = np.ceil(rng.gamma(1.2, CARRIED_POINTS / 1.2, cards.height))
    had = (cards["joined_day"] < 0) & flips(cards.height, CARRIED_SHARE, rng)
    return (
        cards.with_columns(pl.Series("points", points.astype(np.int64)))
        .filter(had)
        .select(
            CARD,
            pl.lit(0, dtype=pl.Int64).alias("moment"),
            pl.lit(window.first.year, dtype=pl.Int32).alias("year"),
            pl.lit("adjust").alias("kind"),
            "points",
            *NOTHING,
        )
    )


def _earned(receipts: pl.DataFrame) -> pl.DataFrame:
    percent = pl.col("tier").replace_strict(
        {name: percent for name, (_, percent) in TIERS.items()}, return_dtype=pl.Int64
    )
    return receipts.select(
        CARD,
        "moment",
        "year",
        pl.lit("earn").alias("kind"),
        (pl.col("net") * percent // 10_000).alias("points"),
        "tier",
        pl.col("transaction_id").alias("order_id"),
    ).filter(pl.col("points") > 0)


def _taken_back(refunds: pl.DataFrame) -> pl.DataFrame:
    """A refund takes back a point for a yuan, never more than its sale brought."""
    return refunds.select(
        CARD,
        "moment",
        pl.col("date").dt.year().alias("year"),
        pl.lit("adjust").alias("kind"),
        (-(-pl.col("net") // 100)).alias("points"),
        *NOTHING,
    ).filter(pl.col("points") < 0)


def _asked(visits: pl.DataFrame) -> pl.DataFrame:
    """Moments at which somebody asks for a gift: how much it costs comes later."""
    return visits.select(
        CARD,
        pl.col("moment") - 30,
        "year",
        pl.lit("redeem").alias("kind"),
        pl.lit(0, dtype=pl.Int64).alias("points"),
        NO_TIER,
        pl.col("transaction_id").alias("order_id"),
    )


def _used(ledger: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Exchanges, which take all whole hundreds, and what the ends of years take."""
    used = ledger.select(CARD, pl.lit(0, dtype=pl.Int64).alias("used")).unique()
    found = []
    for year in range(window.first.year, window.last.year + 1):
        exchanged = _exchanged(ledger.filter(pl.col("year") == year), used)
        used = _more_used(used, exchanged)
        expired = _expired(ledger.filter(pl.col("year") < year), used, year, window)
        used = _more_used(used, expired)
        found += [exchanged.select(COLUMNS), expired.select(COLUMNS)]
    return pl.concat(found).filter(pl.col("points") < 0)


def _exchanged(ledger: pl.DataFrame, used: pl.DataFrame) -> pl.DataFrame:
    free = (pl.col("usable") - pl.col("used")).clip(0) // BLOCK * BLOCK
    return (
        ledger.filter(pl.col("kind") == "redeem")
        .join(used, on=CARD, validate="m:1", maintain_order="left")
        .with_columns((pl.col("used") + free).alias("total"))
        .with_columns(
            (pl.col("total").shift(1).over(CARD).fill_null(pl.col("used")))
            .sub(pl.col("total"))
            .alias("points")
        )
    )


def _expired(
    earlier: pl.DataFrame, used: pl.DataFrame, year: int, window: Window
) -> pl.DataFrame:
    """What 31 December takes: the points of earlier years that nobody used."""
    day = window.day_of(date(year, 12, 31))
    rest = (
        earlier.group_by(CARD)
        .agg(pl.col("usable").last().alias("total"))
        .filter(pl.lit(0 <= day < DAYS))
        .join(used, on=CARD, validate="1:1")
        .filter(pl.col("total") > pl.col("used"))
    )
    return rest.with_columns(
        pl.lit(day * SECONDS + LAST_MINUTE, dtype=pl.Int64).alias("moment"),
        pl.lit(year, dtype=pl.Int32).alias("year"),
        pl.lit("expire").alias("kind"),
        (pl.col("used") - pl.col("total")).alias("points"),
        *NOTHING,
    )


def _more_used(used: pl.DataFrame, by: pl.DataFrame) -> pl.DataFrame:
    total = by.group_by(CARD).agg(pl.col("total").max())
    return used.join(total, on=CARD, how="left", validate="1:1").select(
        CARD, pl.coalesce("total", "used").alias("used")
    )
