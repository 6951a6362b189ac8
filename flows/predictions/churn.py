"""Who will not buy in the next 90 days: how likely it is, and why.

A logistic regression on a few figures of each buyer, learned on earlier evenings whose
following 90 days are known by now. What it says of everybody together drifts as a young
shop's customers grow older, so its level is the value model's, set right by how far
that was off on the same evenings. P(alive) of the value model is no score of churn: on
CDNOW every one-time buyer has 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.optimize import brentq
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss
from sklearn.preprocessing import StandardScaler

from flows.errors import KeyuanError
from flows.predictions.figures import DAYS_AHEAD, FIGURES, figures_of, matrix
from flows.predictions.histories import histories_of
from flows.predictions.judging import (
    Metric,
    area,
    best_of,
    calibration_error,
    measured,
)
from flows.predictions.kept import Kept, short
from flows.predictions.known import Known
from flows.predictions.value import Rates, expected_purchases, fit_rates
from flows.predictions.value_model import bought_between

__all__ = [
    "CHURN",
    "JudgedChurn",
    "Leaving",
    "judge_churn",
    "learn_churn",
    "learn_leaving",
    "leaving_chances",
]

Floats = npt.NDArray[np.float64]
CHURN = "churn model"
EVENINGS = 3
DAYS_BETWEEN = 14
LEAST_KNOWN_DAYS = 42
LEAST_OF_EACH = 100  # who bought and who did not, as Segment asks for
WORST_CALIBRATION = 0.05
DAYS_A_WEEK = 7
TOO_YOUNG = "The shop's past is too short to learn who leaves and to see if that holds"
NO_BETTER = "Leaving was foretold no better than by recency, frequency or value alone"
UNCALIBRATED = "The chances of leaving did not come true as often as they said"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What was learned.

    Attributes:
        means: of each of the figures, on the evenings that it was learned from.
        spreads: their standard deviations.
        weights: how much a spread of each adds to the log odds of a purchase.
        level: purchases that came, by those that the value model expected.
        rates: the value model's.
    """

    means: Floats
    spreads: Floats
    weights: Floats
    level: float
    rates: Rates


def learn_leaving(known: Known, as_of: date) -> Leaving:
    """Learn from the evenings 90 days ago and earlier.

    Raises:
        KeyuanError: too short a past, or too few who bought or did not.
    """
    seen = list(_evenings(known, as_of))
    if not seen:
        raise KeyuanError(TOO_YOUNG)
    figures = pl.concat([one for one, _ in seen])
    bought = np.concatenate([came for _, came in seen])
    if min(int(bought.sum()), int((~bought).sum())) < LEAST_OF_EACH:
        raise KeyuanError(TOO_YOUNG)
    scaler = StandardScaler().fit(matrix(figures))
    fitted = LogisticRegression(max_iter=1_000).fit(
        scaler.transform(matrix(figures)), bought
    )
    return Leaving(
        _shortened(scaler.mean_),
        _shortened(scaler.scale_),
        _shortened(fitted.coef_[0]),
        short(float(bought.mean() / figures["chance"].to_numpy().mean())),
        fit_rates(histories_of(known.purchases, as_of)),
    )


def _evenings(
    known: Known, as_of: date
) -> Iterator[tuple[pl.DataFrame, npt.NDArray[np.bool_]]]:
    """Each evening's figures, and who bought in the 90 days after it."""
    for place in range(EVENINGS):
        evening = as_of - timedelta(days=DAYS_AHEAD + DAYS_BETWEEN * place)
        if evening - timedelta(days=LEAST_KNOWN_DAYS) < known.first_day:
            return
        past = known.until(evening)
        rates = fit_rates(histories_of(past.purchases, evening))
        figures = figures_of(past, evening, rates)
        end = evening + timedelta(days=DAYS_AHEAD)
        came = bought_between(figures, known.purchases, evening, end)
        yield figures, came["count"] > 0


def leaving_chances(model: Leaving, figures: pl.DataFrame) -> tuple[Floats, Floats]:
    """How likely each is not to buy, and what each figure adds to the log odds of it.

    Args:
        model: what was learned.
        figures: as :func:`~flows.predictions.figures.figures_of`.

    Returns:
        A chance per customer; and a row per customer with a column per figure, seen
        from a customer of average figures.
    """
    added = (matrix(figures) - model.means) / model.spreads * model.weights
    odds = added.sum(axis=1)
    share = min(0.99, float(figures["chance"].to_numpy().mean()) * model.level)

    def off(shift: float) -> float:
        return float(expit(odds + shift).mean()) - share

    bound = float(np.abs(odds).max()) + abs(float(logit(share))) + 1
    return 1 - expit(odds + brentq(off, -bound, bound)), -added


@dataclass(frozen=True, slots=True)
class JudgedChurn:
    """A churn model on days that it did not see.

    Attributes:
        metrics: its measures, beside the baselines'.
        chance: of no purchase, of each customer.
        left: who did not buy.
    """

    metrics: list[Metric]
    chance: Floats
    left: npt.NDArray[np.bool_]


def judge_churn(known: Known, learned_to: date) -> JudgedChurn:
    """Learn up to one day, and judge on the 90 days after it.

    Raises:
        KeyuanError: too little to learn from.
    """
    past = known.until(learned_to)
    model = learn_leaving(past, learned_to)
    figures = figures_of(past, learned_to, model.rates)
    chance, _ = leaving_chances(model, figures)
    end = learned_to + timedelta(days=DAYS_AHEAD)
    left = bought_between(figures, known.purchases, learned_to, end)["count"] == 0
    histories = histories_of(past.purchases, learned_to)
    expected = expected_purchases(model.rates, histories, DAYS_AHEAD / DAYS_A_WEEK)
    scores = {
        CHURN: chance,
        "recency": figures["recency_days"].to_numpy().astype(np.float64),
        "frequency": -figures["purchase_count"].to_numpy().astype(np.float64),
        "value model": -expected,
    }
    question = "does not buy"
    metrics = [
        Metric(question, "area under the curve", by, area(score, left), True)
        for by, score in scores.items()
    ]
    by_value = 1 - figures["chance"].to_numpy()
    everyone = np.full(left.size, left.mean())
    for by, one in ((CHURN, chance), ("value model", by_value)):
        error = calibration_error(one, left)
        metrics.append(Metric(question, "calibration error", by, error, False))
    for by, one in ((CHURN, chance), ("value model", by_value), ("everyone", everyone)):
        score = float(brier_score_loss(left, one))
        metrics.append(Metric(question, "Brier score", by, score, False))
    return JudgedChurn(metrics, chance, left)


def learn_churn(known: Known, as_of: date) -> Kept:
    """Learn for a night: nothing is foretold unless the last 90 days were, and better.

    Better than recency, frequency and the value model's expected purchases by the area
    under the curve, with chances that came true.
    """
    data = known.facts()
    try:
        judged = judge_churn(known, as_of - timedelta(days=DAYS_AHEAD))
        model = learn_leaving(known, as_of)
    except KeyuanError:
        return Kept("churn", as_of, TOO_YOUNG, data=data)
    metrics = tuple(judged.metrics)
    if not best_of(judged.metrics, "does not buy", "area under the curve", CHURN):
        return Kept("churn", as_of, NO_BETTER, data=data, metrics=metrics)
    error = measured(judged.metrics, "does not buy", "calibration error")[CHURN]
    if error > WORST_CALIBRATION:
        return Kept("churn", as_of, UNCALIBRATED, data=data, metrics=metrics)
    return Kept("churn", as_of, None, _parameters(model), data, metrics)


def leaving_of(kept: Kept) -> Leaving:
    """The model of a night, as it was kept."""
    told = kept.parameters
    rates = told["rates"]
    means, spreads, weights = (
        np.array([told[name][figure] for figure in FIGURES], dtype=np.float64)
        for name in ("means", "spreads", "weights")
    )
    level = float(told["level"])
    known = Rates(**{**rates, "errors": tuple(rates["errors"])})
    return Leaving(means, spreads, weights, level, known)


def _parameters(model: Leaving) -> dict[str, object]:
    rates = model.rates
    return {
        **{
            name: dict(zip(FIGURES, map(float, values), strict=True))
            for name, values in (
                ("means", model.means),
                ("spreads", model.spreads),
                ("weights", model.weights),
            )
        },
        "level": model.level,
        "rates": {
            **{name: short(getattr(rates, name)) for name in ("r", "alpha", "a", "b")},
            "errors": [short(error) for error in rates.errors],
            "log_likelihood": short(rates.log_likelihood),
        },
    }


def _shortened(values: Floats) -> Floats:
    return np.array([short(float(value)) for value in values])
