"""The value model as nights keep it: learned once a week, used every night."""

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from flows.errors import KeyuanError
from flows.predictions.backtest import Backtest, backtest
from flows.predictions.histories import histories_of
from flows.predictions.value import (
    Amounts,
    Rates,
    expected_amounts,
    expected_purchases,
    fit_amounts,
    fit_rates,
)

__all__ = ["PREDICTED", "VALUE_MODEL", "ValueModel", "learn", "model_for", "predict"]

VALUE_MODEL = pl.Schema(
    {"trained_on": pl.Date, "parameters": pl.String, "reason": pl.String}
)
PREDICTED = pl.Schema(
    [
        ("customer_id", pl.String()),
        ("expected_purchases_90d", pl.Decimal(18, 6)),
        ("expected_revenue_365d_amount", pl.Decimal(18, 2)),
        ("prediction_reason", pl.String()),
    ]
)
DAYS_JUDGED = 90
DAYS_KEPT = 7
DIGITS = 6  # of what is learned: machines add in no fixed order
TOO_FEW = "Too few customers have bought again to predict from"
NO_BETTER = "Purchases of the last 90 days were predicted no better than by guessing"
TOO_UNEVEN = "The amounts of purchases are too uneven to predict from"


@dataclass(frozen=True, slots=True)
class ValueModel:
    """What was learned.

    Attributes:
        trained_on: the night that learned it.
        rates: how often customers buy.
        amounts: how much they spend.
        reason: why nothing is predicted by it; null where it is good enough.
    """

    trained_on: date
    rates: Rates | None
    amounts: Amounts | None
    reason: str | None

    @classmethod
    def from_frame(cls, frame: pl.DataFrame) -> "ValueModel | None":
        """The model that :meth:`frame` wrote; None of an empty frame."""
        if not frame.height:
            return None
        trained_on, text, reason = frame.select(VALUE_MODEL.names()).row(0)
        if reason is not None:
            return cls(trained_on, None, None, reason)
        told = json.loads(text)
        for part in told.values():
            part["errors"] = tuple(part["errors"])
        return cls(trained_on, Rates(**told["rates"]), Amounts(**told["amounts"]), None)

    def frame(self) -> pl.DataFrame:
        """One row, as :data:`VALUE_MODEL`."""
        told = {
            name: asdict(part)
            for name, part in (("rates", self.rates), ("amounts", self.amounts))
            if part is not None
        }
        row = (self.trained_on, json.dumps(told, sort_keys=True), self.reason)
        return pl.DataFrame([row], schema=VALUE_MODEL, orient="row")


def model_for(
    purchases: pl.DataFrame, known: ValueModel | None, as_of: date
) -> ValueModel:
    """The model of a night: what an earlier one learned, for a week; then a new one."""
    if known is not None and (as_of - known.trained_on).days < DAYS_KEPT:
        return known
    return learn(purchases, as_of)


def learn(purchases: pl.DataFrame, as_of: date) -> ValueModel:
    """Learn from the purchases up to the night.

    The last 90 days are predicted from those before, first: where that is no better
    than to expect as many purchases as in the 90 days before, nothing is predicted.

    Args:
        purchases: ``customer_id``, ``purchase_date``, ``net_amount``.
        as_of: the night's date.
    """
    try:
        judged = backtest(purchases, as_of - timedelta(days=DAYS_JUDGED), as_of)
        histories = histories_of(purchases, as_of)
        rates, amounts = fit_rates(histories), fit_amounts(histories)
    except KeyuanError:
        return ValueModel(as_of, None, None, TOO_FEW)
    if not _is_better(judged):
        return ValueModel(as_of, None, None, NO_BETTER)
    if amounts.q <= 1:
        return ValueModel(as_of, None, None, TOO_UNEVEN)
    return ValueModel(as_of, _rounded_rates(rates), _rounded_amounts(amounts), None)


def predict(purchases: pl.DataFrame, model: ValueModel, as_of: date) -> pl.DataFrame:
    """What is expected of every buyer.

    Returns:
        One row per customer who bought, as :data:`PREDICTED`, sorted; null, with the
        reason, where the model is not good enough.
    """
    histories = histories_of(purchases, as_of)
    if model.rates is None or model.amounts is None:
        return histories.select(
            "customer_id",
            *(
                pl.lit(None, PREDICTED[name]).alias(name)
                for name in PREDICTED.names()[1:3]
            ),
            pl.lit(model.reason).alias("prediction_reason"),
        )
    worth = expected_amounts(model.amounts, histories)
    in_90_days, in_a_year = (
        np.maximum(expected_purchases(model.rates, histories, days / 7), 0)
        for days in (90, 365)
    )
    said = (
        f"From how often and how lately they bought, as learned on {model.trained_on}"
    )
    return histories.select(
        "customer_id",
        expected_purchases_90d=pl.Series(in_90_days).round(6),
        expected_revenue_365d_amount=pl.Series(in_a_year * worth).round(2),
        prediction_reason=pl.lit(said),
    ).cast(PREDICTED)


def _is_better(judged: Backtest) -> bool:
    """Whether purchases are nearer, and better ordered, than by "as before"."""
    told = {
        (metric.by, metric.measure): metric.value
        for metric in judged.metrics
        if metric.question == "purchases"
    }
    model, before = "value model", "as before"
    return bool(
        told[model, "root mean square error"] < told[before, "root mean square error"]
        and told[model, "rank correlation"] > told[before, "rank correlation"]
    )


def _rounded_rates(rates: Rates) -> Rates:
    return Rates(
        _short(rates.r),
        _short(rates.alpha),
        _short(rates.a),
        _short(rates.b),
        tuple(map(_short, rates.errors)),
        _short(rates.log_likelihood),
    )


def _rounded_amounts(amounts: Amounts) -> Amounts:
    return Amounts(
        _short(amounts.p),
        _short(amounts.q),
        _short(amounts.v),
        tuple(map(_short, amounts.errors)),
        _short(amounts.log_likelihood),
    )


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
