"""Predictions on a shop's own past: learn up to one day, and see what came after it.

Whoever bought by the first day is judged on the days after it, up to the last one. The
purchases are those that the current night knows; what was cancelled since is not there.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.stats import rankdata, spearmanr

from flows.errors import HomeError, KeyuanError
from flows.night import current_night
from flows.predictions.histories import MONEY, histories_of
from flows.predictions.value import (
    Rates,
    expected_amounts,
    expected_purchases,
    fit_amounts,
    fit_rates,
)
from flows.warehouse import query

__all__ = ["Backtest", "Metric", "backtest", "known_purchases", "metric_lines"]

Floats = npt.NDArray[np.float64]
DAYS_A_WEEK = 7
MODEL = "value model"
GROUPS = 10


@dataclass(frozen=True, slots=True)
class Metric:
    """One measure of one way to predict.

    Attributes:
        question: what was predicted.
        measure: how it is measured.
        by: the model, or the baseline.
        value: the figure.
        is_better_high: whether more of it is better.
    """

    question: str
    measure: str
    by: str
    value: float
    is_better_high: bool


@dataclass(frozen=True, slots=True)
class Backtest:
    """What came out.

    Attributes:
        customers: how many were judged.
        bought_again: how many of them bought in the days after.
        rates: the value model as it was learned.
        metrics: every measure, the model's beside the baselines'.
        groups: ten groups of customers by what was expected of them: ``expected`` and
            ``actual`` purchases, on average.
    """

    customers: int
    bought_again: int
    rates: Rates
    metrics: list[Metric]
    groups: pl.DataFrame


def known_purchases(home: Path, judged_to: date) -> pl.DataFrame:
    """Every purchase that the current night knows.

    Raises:
        HomeError: there is no night, or it does not know all days up to ``judged_to``.
    """
    night = current_night(home)
    if night is None:
        message = f"{home} has no published night. Run: keyuan nightly --home {home}"
        raise HomeError(message)
    if judged_to > night.as_of:
        message = (
            f"--to {judged_to} is after the current night, which knows what happened "
            f"up to {night.as_of}. Name that day or an earlier one"
        )
        raise HomeError(message)
    return query(
        night.folder / "warehouse.duckdb",
        "select customer_id, purchase_date, net_amount from core.purchases "
        "order by all",
    )


def backtest(purchases: pl.DataFrame, learned_to: date, judged_to: date) -> Backtest:
    """Learn from the purchases up to one day, and judge on those after it.

    Args:
        purchases: ``customer_id``, ``purchase_date``, ``net_amount``.
        learned_to: the last day that is learned from.
        judged_to: the last day that is judged.

    Raises:
        KeyuanError: there is nothing to judge, or too little to learn from.
    """
    _check_days(purchases, learned_to, judged_to)
    days = (judged_to - learned_to).days
    histories = histories_of(purchases, learned_to)
    rates, amounts = fit_rates(histories), fit_amounts(histories)
    count = expected_purchases(rates, histories, days / DAYS_A_WEEK)
    worth = count * expected_amounts(amounts, histories)
    came = _summed(histories, purchases, learned_to, judged_to)
    before = _summed(
        histories, purchases, learned_to - timedelta(days=days), learned_to
    )
    again = came["count"] > 0
    recency = histories.select(pl.col("latest_week") - pl.col("age_weeks"))
    scores = {
        MODEL: count,
        "recency": recency.to_series().to_numpy(),
        "frequency": histories["repeat_count"].to_numpy().astype(np.float64),
        "as before": before["count"],
    }
    metrics = [
        Metric("buys again", "area under the curve", by, _area(score, again), True)
        for by, score in scores.items()
    ]
    guesses = {MODEL: (count, worth), "as before": (before["count"], before["amount"])}
    for place, (question, actual) in enumerate(
        (("purchases", came["count"]), ("revenue", came["amount"]))
    ):
        for by, guess in guesses.items():
            metrics += _how_near(question, by, guess[place], actual)
    return Backtest(
        histories.height,
        int(again.sum()),
        rates,
        metrics,
        _groups(count, came["count"]),
    )


def metric_lines(found: Backtest, learned_to: date, judged_to: date) -> list[str]:
    """The measures as a table; the best of each is marked."""
    days = (judged_to - learned_to).days
    lines = [
        f"Learned up to {learned_to}, judged on the {days} days to {judged_to}: "
        f"{found.customers:,} customers, of whom "
        f"{found.bought_again:,} bought again",
        f"{'prediction':<12} {'measure':<23} {'by':<12} {'value':>10}",
    ]
    for metric in found.metrics:
        others = [
            other.value
            for other in found.metrics
            if (other.question, other.measure) == (metric.question, metric.measure)
        ]
        best = max(others) if metric.is_better_high else min(others)
        mark = " best" if metric.value == best else ""
        lines.append(
            f"{metric.question:<12} {metric.measure:<23} {metric.by:<12} "
            f"{metric.value:>10.3f}{mark}"
        )
    return lines


def _check_days(purchases: pl.DataFrame, learned_to: date, judged_to: date) -> None:
    if judged_to <= learned_to:
        message = f"--to {judged_to} is not after --from {learned_to}. Name a later day"
        raise KeyuanError(message)
    if not (purchases["purchase_date"] > learned_to).any():
        message = (
            f"the current night knows no purchase after {learned_to}, so there is "
            "nothing to judge by. Name an earlier --from"
        )
        raise KeyuanError(message)


def _summed(
    histories: pl.DataFrame, purchases: pl.DataFrame, after: date, to: date
) -> dict[str, Floats]:
    """``count`` and ``amount`` of what each customer bought between two days."""
    chosen = (
        purchases.filter(
            (pl.col("purchase_date") > after) & (pl.col("purchase_date") <= to)
        )
        .group_by("customer_id")
        .agg(
            count=pl.len().cast(pl.Float64),
            amount=pl.col("net_amount").cast(MONEY).sum().cast(pl.Float64),
        )
    )
    summed = histories.select("customer_id").join(
        chosen, on="customer_id", how="left", maintain_order="left"
    )
    return {name: summed[name].fill_null(0).to_numpy() for name in ("count", "amount")}


def _area(score: Floats, happened: npt.NDArray[np.bool_]) -> float:
    """The chance that who did it scores above who did not; equal scores count half."""
    yes = int(happened.sum())
    no = happened.size - yes
    if not yes or not no:
        return float("nan")
    ranks = rankdata(score)
    return float((ranks[happened].sum() - yes * (yes + 1) / 2) / (yes * no))


def _how_near(question: str, by: str, guess: Floats, actual: Floats) -> list[Metric]:
    total = float(actual.sum())
    return [
        Metric(question, "root mean square error", by, _error(guess, actual), False),
        Metric(
            question,
            "error of the total",
            by,
            abs(float(guess.sum()) - total) / total if total else float("nan"),
            False,
        ),
        Metric(question, "rank correlation", by, _order(guess, actual), True),
    ]


def _error(guess: Floats, actual: Floats) -> float:
    """The mean error would be least for who expects nothing of most customers."""
    return float(np.sqrt(np.mean((guess - actual) ** 2)))


def _order(guess: Floats, actual: Floats) -> float:
    """The rank correlation; none where all guesses, or all that came, are equal."""
    if np.ptp(guess) == 0 or np.ptp(actual) == 0:
        return 0.0
    return float(spearmanr(guess, actual).statistic)


def _groups(expected: Floats, actual: Floats) -> pl.DataFrame:
    """Tenths of the customers by what was expected of them, fewest first."""
    judged = pl.DataFrame({"expected": expected, "actual": actual})
    place = pl.col("expected").rank("ordinal") - 1
    return (
        judged.with_columns(group=place * GROUPS // pl.len() + 1)
        .group_by("group")
        .agg(pl.col("expected", "actual").mean().round(6))
        .sort("group")
    )
