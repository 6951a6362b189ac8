"""When customers run out of what they buy again and again, with an honest range.

What is bought lasts as long as it takes until it is bought again, by and large. The
expected days are units times days per unit (:mod:`flows.predictions.credibility`), and
the range is no formula's but what past purchases were missed by
(:mod:`flows.predictions.misses`): pauses, cupboards filled in a sale, a second person
at home are in it, as far as they were in the past.
"""

from datetime import date

import polars as pl

from flows.predictions.credibility import with_days_per_unit
from flows.predictions.misses import PLACES, ranges_of, with_misses
from flows.predictions.repurchases import (
    Limits,
    intervals_of,
    purchases_of,
    stretches_of,
)

__all__ = ["RUN_OUTS", "run_outs_of"]

RUN_OUTS = pl.Schema(
    [
        ("customer_id", pl.String()),
        ("product_id", pl.String()),
        ("category", pl.String()),
        ("latest_purchase_date", pl.Date()),
        ("quantity", pl.Decimal(18, 4)),
        ("days_per_unit", pl.Decimal(18, 2)),
        ("own_interval_count", pl.Int64()),
        ("everyone_days_per_unit", pl.Decimal(18, 2)),
        ("run_out_low_date", pl.Date()),
        ("run_out_date", pl.Date()),
        ("run_out_high_date", pl.Date()),
        ("is_given_up", pl.Boolean()),
    ]
)
LONGEST_DAYS = 3650


def run_outs_of(
    lines: pl.DataFrame, products: pl.DataFrame, limits: Limits, as_of: date
) -> pl.DataFrame:
    """When each customer runs out of each thing that is bought again.

    Args:
        lines: as :data:`~flows.predictions.repurchases.LINES`, up to ``as_of``.
        products: as :data:`~flows.predictions.repurchases.PRODUCTS`.
        limits: what counts as bought again, and as given up.
        as_of: the night's date.

    Returns:
        As :data:`RUN_OUTS`, sorted; ``product_id`` is null where the row is of a
        category. ``days_per_unit`` are days per piece like those last bought.
    """
    intervals = intervals_of(purchases_of(lines, products), limits)
    if not intervals.height:
        return pl.DataFrame(schema=RUN_OUTS)
    stretches = stretches_of(with_days_per_unit(intervals))
    said = with_misses(with_days_per_unit(stretches), as_of)
    latest = said.filter(pl.col("days").is_null())
    ranged = _given_up(latest, ranges_of(said), limits.given_up_factor)
    per_piece = pl.col("units") / pl.col("quantity")
    return (
        ranged.select(
            "customer_id",
            "product_id",
            "category",
            latest_purchase_date="latest_on",
            quantity="latest_quantity",
            days_per_unit=(pl.col("days_per_unit") * per_piece).round(2),
            own_interval_count="own_count",
            everyone_days_per_unit=(pl.col("item_days") * per_piece).round(2),
            run_out_low_date=_day(pl.col("low").floor()),
            run_out_date=_day(pl.col("middle").round()),
            run_out_high_date=_day(pl.col("high").ceil()),
            is_given_up="is_given_up",
        )
        .cast(RUN_OUTS)
        .sort("customer_id", "product_id", "category", nulls_last=True)
    )


def _day(days: pl.Expr) -> pl.Expr:
    """So many days after the first of what is at home; not before the last of it."""
    return pl.max_horizontal(
        pl.col("bought_on") + pl.duration(days=days), pl.col("latest_on")
    )


def _given_up(
    latest: pl.DataFrame, ranges: pl.DataFrame, factor: float
) -> pl.DataFrame:
    """The latest purchases with days ``low``, ``middle``, ``high`` and who gave up."""

    def days(name: str) -> pl.Expr:
        lasts = (pl.col("expected") + pl.col("deviation") * pl.col(name)).exp()
        return lasts.round(3).clip(0, LONGEST_DAYS)

    return (
        latest.join(ranges, on="item", how="inner", maintain_order="left")
        .with_columns(is_given_up=pl.col("age") > factor * days("high"))
        .with_columns(
            pl.when("is_given_up")
            .then(days(f"ended_{place}"))
            .otherwise(days(place))
            .alias(place)
            for place in PLACES
        )
    )
