"""What a day's evening knows of each buyer, as the figures that foretell leaving."""

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import logit

from flows.predictions.histories import histories_of
from flows.predictions.known import Known
from flows.predictions.value import Rates, chance_of_purchase

__all__ = ["DAYS_AHEAD", "FIGURES", "figures_of", "log_odds", "matrix"]

DAYS_AHEAD = 90
DAYS_A_WEEK, DAYS_A_MONTH = 7, 30.4375
LEAST_CHANCE = 1e-4  # before the logarithm
MOST_RHYTHMS = 10.0  # who stayed away for so many is no further away with more
# What the model of churn sees, under names that a card can show.
FIGURES = (
    "chance_by_value_model",
    "days_since_purchase",
    "purchases_by_day",
    "amount_by_purchase",
    "rhythms_since_purchase",
    "bought_once",
    "lines_by_purchase",
    "has_returned",
    "share_of_months",
)


def figures_of(known: Known, as_of: date, rates: Rates) -> pl.DataFrame:
    """The figures of every buyer, by what is known at ``as_of``.

    Args:
        known: purchases and returns; what is later than ``as_of`` is not looked at.
        as_of: the evening.
        rates: the value model's, learned by then.

    Returns:
        One row per customer who bought by then, sorted: ``customer_id``, the figures
        as people read them (``recency_days``, ``gap_days``, ``purchase_count``,
        ``known_days``, ``mean_amount``, ``line_count``, ``return_count``), the value
        model's ``chance`` of a purchase within 90 days, the one it would be had they
        bought this very day (``chance_if_here``), and :data:`FIGURES`.
    """
    told = known.until(as_of)
    histories = histories_of(told.purchases, as_of)
    weeks = DAYS_AHEAD / DAYS_A_WEEK
    here = histories.with_columns(latest_week="age_weeks")
    return _designed(
        histories.select(
            "customer_id",
            "mean_amount",
            chance=pl.Series(chance_of_purchase(rates, histories, weeks)),
            chance_if_here=pl.Series(chance_of_purchase(rates, here, weeks)),
        )
        .join(_read(told, as_of), on="customer_id", how="left", maintain_order="left")
        .join(_returns(told), on="customer_id", how="left", maintain_order="left")
        .with_columns(pl.col("return_count").fill_null(0))
    )


def _read(known: Known, as_of: date) -> pl.DataFrame:
    day = pl.col("purchase_date")
    repeats = pl.len().cast(pl.Int64) - 1
    return known.purchases.group_by("customer_id").agg(
        recency_days=(pl.lit(as_of) - day.max()).dt.total_days(),
        known_days=(pl.lit(as_of) - day.min()).dt.total_days(),
        purchase_count=repeats + 1,
        gap_days=pl.when(repeats > 0).then(
            (day.max() - day.min()).dt.total_days() / repeats
        ),
        line_count=pl.col("line_count").sum(),
        month_count=day.dt.truncate("1mo").n_unique(),
    )


def _returns(known: Known) -> pl.DataFrame:
    return known.returns.group_by("customer_id").agg(
        return_count=pl.len().cast(pl.Int64)
    )


def _designed(read: pl.DataFrame) -> pl.DataFrame:
    recency, count = pl.col("recency_days"), pl.col("purchase_count")
    gap = pl.col("gap_days").fill_null(DAYS_AHEAD).clip(1)
    return read.with_columns(
        pl.Series("chance_by_value_model", log_odds(read["chance"])),
        days_since_purchase=recency.log1p(),
        purchases_by_day=(count / (pl.col("known_days") + 30)).log(),
        amount_by_purchase=pl.col("mean_amount").clip(0).log1p(),
        rhythms_since_purchase=(recency / gap).clip(0, MOST_RHYTHMS).log1p(),
        bought_once=(count == 1).cast(pl.Float64),
        lines_by_purchase=(pl.col("line_count") / count).log1p(),
        has_returned=(pl.col("return_count") > 0).cast(pl.Float64),
        share_of_months=pl.col("month_count")
        / (pl.col("known_days") / DAYS_A_MONTH + 1),
    ).with_columns(pl.col(name).cast(pl.Float64) for name in FIGURES)


def log_odds(chances: pl.Series) -> npt.NDArray[np.float64]:
    """The log odds of chances; the surest are taken for a little less so."""
    bounded = chances.to_numpy().clip(LEAST_CHANCE, 1 - LEAST_CHANCE)
    odds: npt.NDArray[np.float64] = logit(bounded)
    return odds


def matrix(figures: pl.DataFrame) -> npt.NDArray[np.float64]:
    """The figures as the model reads them: a row per customer."""
    return figures.select(FIGURES).to_numpy()
