"""When customers run out of what they buy again and again, with an honest range.

What is bought lasts as long as it takes until it is bought again, by and large. The
expected days are units times days per unit (:mod:`flows.predictions.credibility`). The
range is no formula's: every past purchase is predicted from what was known then, and
how far it was off, in deviations, gives the range (split conformal prediction; Lei et
al., Distribution-Free Predictive Inference for Regression, 2018). Pauses, cupboards
filled in a sale, a second person at home are in it, as far as they were in the past.

On any one day one is more likely to meet a long interval than a short one, so a past
interval counts once for each day on which it was the open one, and only days count
since which there was time enough to see it end; otherwise it would be the long ones
that are missing. Who gave up buying is met long after they ran out, so for them each
interval counts once.
"""

from datetime import date

import polars as pl

from flows.predictions.credibility import with_days_per_unit
from flows.predictions.repurchases import (
    Limits,
    before,
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
PLACES = {"low": 0.1, "middle": 0.5, "high": 0.9}  # an 80 % range
OWN_WEIGHT = 5  # as many own misses weigh as much as everyone's
SEEN_TO_END = 2.5  # deviations after which an interval counts as seen to its end
FEWEST_MISSES = 50  # of a product; else its category's count, else all
DIGITS = 6
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
    said = _with_misses(with_days_per_unit(stretches), as_of)
    latest = said.filter(pl.col("days").is_null())
    ranged = _given_up(latest, _misses(said), limits.given_up_factor)
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


def _with_misses(said: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The purchases with what was expected of them, and by how much it was missed.

    ``expected`` is the logarithm of days, ``deviation`` how uncertain it is: by what
    this customer's earlier ones were missed, shrunk toward everyone's. ``miss`` counts
    deviations; ``open_days`` and ``is_seen`` are how much it weighs.
    """
    said = said.with_columns(
        expected=(pl.col("units") * pl.col("days_per_unit")).log(),
        is_first=pl.col("own_count") == 0,
    ).with_columns(error=pl.col("days").log() - pl.col("expected"))
    everyone = said.group_by("category", "is_first").agg(
        variance=(pl.col("error") ** 2).mean()
    )
    age = (pl.lit(as_of) - pl.col("bought_on")).dt.total_days().cast(pl.Float64)
    lasting = (pl.col("expected") + SEEN_TO_END * pl.col("deviation")).exp()
    return (
        said.join(
            everyone,
            on=["category", "is_first"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        .with_columns(own_squares=before(pl.col("error") ** 2))
        .with_columns(
            deviation=(
                (OWN_WEIGHT * pl.col("variance") + pl.col("own_squares"))
                / (OWN_WEIGHT + pl.col("own_count"))
            ).sqrt()
        )
        .with_columns(
            age=age,
            miss=(pl.col("error") / pl.col("deviation")).round(DIGITS),
            open_days=pl.min_horizontal("days", age - lasting).clip(0),
            is_seen=(age >= lasting).cast(pl.Float64),
        )
    )


def _misses(said: pl.DataFrame) -> pl.DataFrame:
    """Per item the misses below which the shares lie.

    ``low``, ``middle`` and ``high`` are of those who still buy it; of those who gave it
    up they begin with ``ended_``.
    """
    known = said.filter(pl.col("days").is_not_null())
    seen = known.filter(pl.col("open_days") > 0)
    if seen.height < FEWEST_MISSES:
        seen = known.with_columns(open_days=pl.lit(1.0), is_seen=pl.lit(1.0))
    items = said.select("item", "category").unique().sort("item")
    levels = [
        items.join(_shares(seen, keys), on=keys, how="left", nulls_equal=True)
        for keys in (["item"], ["category"])
    ]
    everything = items.join(_shares(seen.with_columns(all=0), ["all"]), how="cross")
    names = [f"{kind}{place}" for kind in ("", "ended_") for place in PLACES]
    return items.select(
        "item",
        *(
            pl.coalesce(
                *(
                    level.select(
                        pl.when(pl.col("seen_count") >= FEWEST_MISSES).then(name)
                    ).to_series()
                    for level in levels
                ),
                everything[name],
            ).alias(name)
            for name in names
        ),
    )


def _shares(seen: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The misses below which the shares lie, by weight, within the keys."""
    ordered = seen.sort(*keys, "miss", "item", "customer_id", "bought_on")
    found = [
        pl.col("miss")
        .filter(
            (pl.col(weight).cum_sum() / pl.col(weight).sum()).round(DIGITS) >= share
        )
        .first()
        .alias(f"{kind}{place}")
        for kind, weight in (("", "open_days"), ("ended_", "is_seen"))
        for place, share in PLACES.items()
    ]
    return ordered.group_by(keys, maintain_order=True).agg(*found, seen_count=pl.len())


def _given_up(
    latest: pl.DataFrame, misses: pl.DataFrame, factor: float
) -> pl.DataFrame:
    """The latest purchases with days ``low``, ``middle``, ``high`` and who gave up."""

    def days(name: str) -> pl.Expr:
        lasts = (pl.col("expected") + pl.col("deviation") * pl.col(name)).exp()
        return lasts.round(3).clip(0, LONGEST_DAYS)

    return (
        latest.join(misses, on="item", how="left", maintain_order="left")
        .with_columns(is_given_up=pl.col("age") > factor * days("high"))
        .with_columns(
            pl.when("is_given_up")
            .then(days(f"ended_{place}"))
            .otherwise(days(place))
            .alias(place)
            for place in PLACES
        )
    )
