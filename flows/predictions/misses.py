"""By how much past purchases were missed, and so how wide a range has to be.

Every purchase is predicted from what was known when it was made; its miss is the
logarithm of the days by those expected, in deviations. The misses below which a tenth,
a half and nine tenths lie give the range of the next (split conformal prediction: Lei
et al., Distribution-Free Predictive Inference for Regression, 2018).

What is open yet has no miss, and is more often a long one: each miss weighs as much as
the product-limit estimate of Kaplan and Meier (1958) gives it, among those who buy
again. And on any one day one is more likely to meet a long interval than a short one,
so a miss weighs by its days, too; but who gave up is met long after they ran out, so
for them it does not.
"""

from datetime import date

import polars as pl

from flows.predictions.repurchases import before

__all__ = ["PLACES", "ranges_of", "with_misses"]

PLACES = {"low": 0.1, "middle": 0.5, "high": 0.9}  # an 80 % range
OWN_WEIGHT = 5  # as many own misses weigh as much as everyone's
FOLLOWED = 2.0  # deviations: who was bought so long ago has been followed to the end
FEWEST_FOLLOWED = 50  # of a product; else its category's count, else all
DIGITS = 6


def with_misses(said: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The purchases with what was expected of them, and by how much it was missed.

    Args:
        said: the purchases with ``days_per_unit``.
        as_of: the night's date.

    Returns:
        Their columns, with ``expected`` (the logarithm of days), ``deviation`` (how
        uncertain it is: what this customer's earlier ones were missed by, shrunk toward
        everyone's), ``age`` in days and ``miss`` in deviations: of what is open yet,
        that of today.
    """
    told = said.with_columns(
        expected=(pl.col("units") * pl.col("days_per_unit")).log(),
        is_first=pl.col("own_count") == 0,
        age=(pl.lit(as_of) - pl.col("bought_on")).dt.total_days().cast(pl.Float64),
    ).with_columns(error=pl.col("days").log() - pl.col("expected"))
    everyone = told.group_by("category", "is_first").agg(
        variance=(pl.col("error") ** 2).mean()
    )
    variance = pl.col("variance").fill_null((pl.col("error") ** 2).mean())
    # Of today's purchase it is half over; the logarithm of no days is none.
    until_now = pl.col("age").clip(0.5).log() - pl.col("expected")
    return (
        told.join(
            everyone,
            on=["category", "is_first"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        .with_columns(own_squares=before(pl.col("error") ** 2))
        .with_columns(
            deviation=(
                (OWN_WEIGHT * variance + pl.col("own_squares"))
                / (OWN_WEIGHT + pl.col("own_count"))
            ).sqrt()
        )
        .with_columns(
            miss=(pl.coalesce("error", until_now) / pl.col("deviation")).round(DIGITS),
            is_followed=until_now / pl.col("deviation") >= FOLLOWED,
        )
    )


def ranges_of(said: pl.DataFrame) -> pl.DataFrame:
    """Per item the misses below which the shares lie.

    Args:
        said: what :func:`with_misses` gives.

    Returns:
        ``item``; ``low``, ``middle`` and ``high`` of those who still buy it; the same,
        beginning with ``ended_``, of those who gave it up. An item has no row when the
        shop's history is too short to say how long anything lasts.
    """
    items = said.select("item", "category").unique().sort("item")
    levels = [
        items.join(_shares(said, keys), on=keys, how="left", nulls_equal=True)
        for keys in (["item"], ["category"])
    ]
    everything = _shares(said.with_columns(all=pl.lit(0)), ["all"]).drop("all")
    levels.append(items.join(everything, how="cross", maintain_order="left"))
    names = [f"{kind}{place}" for kind in ("", "ended_") for place in PLACES]
    return items.select(
        "item",
        *(
            pl.coalesce(
                *(
                    level.select(
                        pl.when(pl.col("followed") >= FEWEST_FOLLOWED).then(name)
                    ).to_series()
                    for level in levels
                )
            ).alias(name)
            for name in names
        ),
    ).drop_nulls()


def _shares(said: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The misses below which the shares lie, by weight, within the keys."""
    is_open = pl.col("days").is_null()
    ordered = said.with_columns(is_open=is_open).sort(
        *keys, "miss", "is_open", "item", "customer_id", "bought_on"
    )
    ended = pl.col("days").is_not_null()
    chance = pl.when(ended).then(1 / (pl.len() - pl.int_range(pl.len()))).otherwise(0.0)
    # The last of all ends for sure, whose logarithm is none.
    stays = (-chance.clip(0, 1 - 1e-12)).log1p()
    weight = (stays.cum_sum() - stays).exp() * chance
    weights = {"": weight * pl.col("days").fill_null(0), "ended_": weight}
    shares = [
        pl.col("miss")
        .filter(ended & ((each.cum_sum() / each.sum()).round(DIGITS) >= share))
        .first()
        .alias(f"{kind}{place}")
        for kind, each in weights.items()
        for place, share in PLACES.items()
    ]
    return ordered.group_by(keys, maintain_order=True).agg(
        *shares, followed=pl.col("is_followed").sum()
    )
