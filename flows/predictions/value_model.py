"""What buyers will be worth: the value model as it is learned, judged and used."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.errors import KeyuanError
from flows.predictions.histories import histories_of
from flows.predictions.judging import Metric, area, best_of, how_near
from flows.predictions.kept import Kept, short
from flows.predictions.known import Known
from flows.predictions.value import (
    Amounts,
    Rates,
    discounted_purchases,
    expected_amounts,
    expected_purchases,
    fit_amounts,
    fit_rates,
)

__all__ = ["VALUE", "VALUES", "Terms", "judge_value", "learn_value", "predict_value"]

Floats = npt.NDArray[np.float64]
VALUE = "value model"
VALUES = pl.Schema(
    [
        ("customer_id", pl.String()),
        ("expected_purchases_90d", pl.Decimal(18, 6)),
        ("expected_purchases_365d", pl.Decimal(18, 6)),
        ("expected_revenue_90d_amount", pl.Decimal(18, 2)),
        ("expected_revenue_365d_amount", pl.Decimal(18, 2)),
        ("expected_lifetime_revenue_amount", pl.Decimal(18, 2)),
        ("prediction_reason", pl.String()),
    ]
)
DAYS_JUDGED = 90
DAYS_A_WEEK = 7
BEFORE = "as before"
TOO_FEW = "Too few customers have bought again to predict from"
NO_BETTER = "Purchases of the last 90 days were predicted no better than by guessing"
TOO_UNEVEN = "The amounts of purchases are too uneven to predict from"


@dataclass(frozen=True, slots=True)
class Terms:
    """How far a lifetime reaches, and what waiting costs (segment_thresholds.csv).

    Attributes:
        horizon_days: purchases after so many days do not count.
        discount_rate: a year later, money is worth this much less.
    """

    horizon_days: float = 1_095
    discount_rate: float = 0.10


@dataclass(frozen=True, slots=True)
class Judged:
    """A value model on days that it did not see.

    Attributes:
        customers: how many were judged.
        bought_again: how many of them bought in the days after.
        metrics: every measure, the model's beside the baselines'.
        expected: purchases expected of each customer.
        actual: purchases that came.
    """

    customers: int
    bought_again: int
    metrics: list[Metric]
    expected: Floats
    actual: Floats


def learn_value(known: Known, as_of: date) -> Kept:
    """Learn from the purchases up to the night.

    The last 90 days are predicted from those before, first: where that is no better
    than to expect as many purchases as in the 90 days before, nothing is predicted.
    """
    data = known.facts()
    try:
        judged = judge_value(known, as_of - timedelta(days=DAYS_JUDGED), as_of)
        histories = histories_of(known.purchases, as_of)
        rates, amounts = fit_rates(histories), fit_amounts(histories)
    except KeyuanError:
        return Kept("value", as_of, TOO_FEW, data=data)
    metrics = tuple(judged.metrics)
    is_better = all(
        best_of(judged.metrics, "purchases", measure, VALUE)
        for measure in ("root mean square error", "rank correlation")
    )
    if not is_better:
        return Kept("value", as_of, NO_BETTER, data=data, metrics=metrics)
    if amounts.q <= 1:
        return Kept("value", as_of, TOO_UNEVEN, data=data, metrics=metrics)
    parameters = {"rates": _rounded(rates), "amounts": _rounded(amounts)}
    return Kept("value", as_of, None, parameters, data, metrics)


def judge_value(known: Known, learned_to: date, judged_to: date) -> Judged:
    """Learn up to one day, and judge on the days after it.

    Raises:
        KeyuanError: too little to learn from.
    """
    days = (judged_to - learned_to).days
    histories = histories_of(known.purchases, learned_to)
    rates, amounts = fit_rates(histories), fit_amounts(histories)
    count = expected_purchases(rates, histories, days / DAYS_A_WEEK)
    worth = count * expected_amounts(amounts, histories)
    came = bought_between(histories, known.purchases, learned_to, judged_to)
    start = learned_to - timedelta(days=days)
    before = bought_between(histories, known.purchases, start, learned_to)
    again = came["count"] > 0
    recency = (histories["latest_week"] - histories["age_weeks"]).to_numpy()
    scores = {
        VALUE: count,
        "recency": recency,
        "frequency": histories["repeat_count"].to_numpy().astype(np.float64),
        BEFORE: before["count"],
    }
    metrics = [
        Metric("buys again", "area under the curve", by, area(score, again), True)
        for by, score in scores.items()
    ]
    for by, purchases, revenue in (
        (VALUE, count, worth),
        (BEFORE, before["count"], before["amount"]),
    ):
        metrics += how_near("purchases", by, purchases, came["count"])
        metrics += how_near("revenue", by, revenue, came["amount"])
    return Judged(histories.height, int(again.sum()), metrics, count, came["count"])


def bought_between(
    who: pl.DataFrame, purchases: pl.DataFrame, after: date, to: date
) -> dict[str, Floats]:
    """``count`` and ``amount`` of what each customer bought between two days."""
    day = pl.col("purchase_date")
    chosen = (
        purchases.filter((day > after) & (day <= to))
        .group_by("customer_id")
        .agg(
            count=pl.len().cast(pl.Float64),
            amount=pl.col("net_amount").sum().cast(pl.Float64),
        )
    )
    summed = who.select("customer_id").join(
        chosen, on="customer_id", how="left", maintain_order="left"
    )
    return {name: summed[name].fill_null(0).to_numpy() for name in ("count", "amount")}


def rates_of(kept: Kept) -> Rates:
    """How often customers buy, as a kept model learned it."""
    told = kept.parameters["rates"]
    return Rates(**{**told, "errors": tuple(told["errors"])})


def predict_value(
    known: Known, kept: Kept, as_of: date, terms: Terms | None = None
) -> pl.DataFrame:
    """What is expected of every buyer.

    Returns:
        One row per customer who bought, as :data:`VALUES`, sorted; null, with the
        reason, where the model is not good enough.
    """
    histories = histories_of(known.purchases, as_of)
    if not kept.is_used:
        return histories.select(
            "customer_id",
            *(
                pl.lit(None, dtype).alias(name)
                for name, dtype in list(VALUES.items())[1:-1]
            ),
            prediction_reason=pl.lit(kept.reason),
        )
    return _predicted(histories, kept, terms or Terms())


def _predicted(histories: pl.DataFrame, kept: Kept, terms: Terms) -> pl.DataFrame:
    rates, told = rates_of(kept), kept.parameters["amounts"]
    amounts = Amounts(**{**told, "errors": tuple(told["errors"])})
    numbers = ["repeat_count", "latest_week", "age_weeks"]
    alike = histories.select(numbers).unique(maintain_order=True)
    counted = alike.with_columns(
        pl.Series(name, np.maximum(count, 0))
        for name, count in (
            ("in_90", expected_purchases(rates, alike, 90 / DAYS_A_WEEK)),
            ("in_365", expected_purchases(rates, alike, 365 / DAYS_A_WEEK)),
            (
                "in_a_life",
                discounted_purchases(
                    rates, alike, terms.horizon_days / DAYS_A_WEEK, terms.discount_rate
                ),
            ),
        )
    )
    said = f"From how often and how lately they bought, as learned on {kept.trained_on}"
    worth = pl.Series("worth", expected_amounts(amounts, histories))
    return (
        histories.with_columns(worth)
        .join(counted, on=numbers, how="left", maintain_order="left")
        .select(
            "customer_id",
            expected_purchases_90d=pl.col("in_90").round(6),
            expected_purchases_365d=pl.col("in_365").round(6),
            expected_revenue_90d_amount=(pl.col("in_90") * pl.col("worth")).round(2),
            expected_revenue_365d_amount=(pl.col("in_365") * pl.col("worth")).round(2),
            expected_lifetime_revenue_amount=(
                pl.col("in_a_life") * pl.col("worth")
            ).round(2),
            prediction_reason=pl.lit(said),
        )
        .cast(VALUES)
    )


def _rounded(model: Rates | Amounts) -> dict[str, object]:
    return {
        name: [short(one) for one in value]
        if isinstance(value, tuple)
        else short(value)
        for name, value in asdict(model).items()
    }
