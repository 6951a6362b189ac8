"""Predictions on a shop's own past: learn up to one day, and see what came after it.

Whoever bought by the first day is judged on the days after it, up to the last one. The
facts are those that the current night knows; what was cancelled since is not there.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.errors import HomeError, KeyuanError
from flows.night import current_night
from flows.predictions.churn import judge_churn
from flows.predictions.figures import DAYS_AHEAD
from flows.predictions.forecast import DAYS_AHEAD as DAYS_FORECAST
from flows.predictions.forecast import judge_forecast
from flows.predictions.judging import BESIDE, Metric
from flows.predictions.known import Facts, facts_of
from flows.predictions.moment import judge_moment
from flows.predictions.next_order import judge_next_order
from flows.predictions.value_model import judge_value

__all__ = ["Backtest", "backtest", "known_facts", "metric_lines"]

Floats = npt.NDArray[np.float64]
GROUPS = 10


@dataclass(frozen=True, slots=True)
class Backtest:
    """What came out.

    Attributes:
        customers: how many were judged.
        bought_again: how many of them bought in the days after.
        metrics: every measure, the model's beside the baselines'.
        pictured: by question, what was expected beside what came, as
            :data:`~flows.predictions.judging.BESIDE`.
        missing: why a prediction is not judged, in a sentence each.
    """

    customers: int
    bought_again: int
    metrics: list[Metric]
    pictured: dict[str, pl.DataFrame]
    missing: list[str]


def known_facts(home: Path, judged_to: date) -> Facts:
    """All that the current night knows.

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
    return facts_of(night.folder / "warehouse.duckdb")


def backtest(facts: Facts, learned_to: date, judged_to: date) -> Backtest:
    """Learn from what happened up to one day, and judge on the days after it.

    Leaving is judged on the 90 days after it and sales on 28, where ``judged_to`` is
    not before their end.

    Raises:
        KeyuanError: there is nothing to judge, or too little to learn value from.
    """
    _check_days(facts.known.purchases, learned_to, judged_to)
    value = judge_value(facts.known, learned_to, judged_to)
    metrics, missing = list(value.metrics), []
    pictured = {"purchases": _tenths(value.expected, value.actual)}
    if judged_to < learned_to + timedelta(days=DAYS_AHEAD):
        missing.append(
            f"Leaving is judged by the {DAYS_AHEAD} days after --from, and --to is "
            "before their end"
        )
    else:
        try:
            churn = judge_churn(facts.known, learned_to)
            metrics += churn.metrics
            pictured["does not buy"] = _tenths(churn.chance, churn.left.astype(float))
        except KeyuanError as error:
            missing.append(str(error))
    sales = None
    if judged_to >= learned_to + timedelta(days=DAYS_FORECAST):
        sales = judge_forecast(facts.sales, learned_to)
        pictured["sales"] = sales.days
    others = {
        "Next orders": judge_next_order(facts.known, learned_to, judged_to),
        "Moments": judge_moment(facts.orders, learned_to, judged_to),
        "Sales": sales.metrics if sales else [],
    }
    for name, found in others.items():
        metrics += found
        if not found:
            missing.append(f"{name} are not judged: the days are too few for it")
    return Backtest(
        value.customers,
        value.bought_again,
        metrics,
        {question: rows for question, rows in pictured.items() if rows.height},
        missing,
    )


def metric_lines(found: Backtest, learned_to: date, judged_to: date) -> list[str]:
    """The measures as a table; the best of each is marked."""
    days = (judged_to - learned_to).days
    lines = [
        f"Learned up to {learned_to}, judged on the {days} days to {judged_to}: "
        f"{found.customers:,} customers, of whom "
        f"{found.bought_again:,} bought again",
        f"{'prediction':<13} {'measure':<23} {'by':<23} {'value':>10}",
    ]
    for metric in found.metrics:
        others = [
            other.value
            for other in found.metrics
            if (other.question, other.measure) == (metric.question, metric.measure)
        ]
        best = max(others) if metric.is_better_high else min(others)
        mark = " best" if metric.value == best and len(others) > 1 else ""
        lines.append(
            f"{metric.question:<13} {metric.measure:<23} {metric.by:<23} "
            f"{metric.value:>10.3f}{mark}"
        )
    return lines + found.missing


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


def _tenths(expected: Floats, actual: Floats) -> pl.DataFrame:
    """Tenths of the customers by what was expected of them, least first."""
    judged = pl.DataFrame({"expected": expected, "actual": actual})
    place = pl.col("expected").rank("ordinal") - 1
    return (
        judged.with_columns(place=place * GROUPS // pl.len() + 1)
        .group_by("place")
        .agg(pl.col("expected", "actual").mean().round(6))
        .sort("place")
        .cast(BESIDE)
    )
