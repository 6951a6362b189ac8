"""How often a customer will buy again, and for how much: BG/NBD and Gamma-Gamma.

Fader, Hardie and Lee, "Counting Your Customers" the Easy Way: An Alternative to the
Pareto/NBD Model, Marketing Science 24 (2005): a buyer buys at a rate of their own,
spread by a gamma distribution, and may leave after any purchase, with a chance of their
own, spread by a beta distribution. Fader and Hardie, The Gamma-Gamma Model of Monetary
Value (2013): the amounts of one buyer vary around a mean that is theirs.

Both are fitted by maximum likelihood over groups of equal histories, so that a million
customers cost as much as some thousands.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.optimize import minimize
from scipy.special import hyp2f1

from flows.errors import KeyuanError
from flows.predictions.likelihoods import Slope, amounts_slope, rates_slope

__all__ = [
    "Amounts",
    "Rates",
    "chance_of_purchase",
    "discounted_purchases",
    "expected_amounts",
    "expected_purchases",
    "fit_amounts",
    "fit_rates",
    "shrunk_amounts",
]

Floats = npt.NDArray[np.float64]
FEWEST_BUYERS_AGAIN = 30
WEEKS_A_YEAR = 365 / 7
FLAT = 0.1  # at most this much curvature
STEP = 1e-4  # of a parameter's logarithm, to see how steep the likelihood is


@dataclass(frozen=True, slots=True)
class Rates:
    """BG/NBD, in weeks: ``r`` and ``alpha`` of the rates, ``a`` and ``b`` of leaving.

    Attributes:
        errors: the standard error of each of the four, in this order.
        log_likelihood: of the histories it was fitted to.
    """

    r: float
    alpha: float
    a: float
    b: float
    errors: tuple[float, ...]
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class Amounts:
    """Gamma-Gamma: ``p``, ``q``, ``v``; ``errors`` and ``log_likelihood`` likewise."""

    p: float
    q: float
    v: float
    errors: tuple[float, ...]
    log_likelihood: float


def fit_rates(histories: pl.DataFrame) -> Rates:
    """Fit BG/NBD.

    Args:
        histories: as :data:`~flows.predictions.histories.HISTORIES`.

    Raises:
        KeyuanError: too few customers bought again to learn from.
    """
    _require_enough(histories)
    slope = rates_slope(histories)
    logs = _lowest(slope, 4)
    r, alpha, a, b = map(float, np.exp(logs))
    return Rates(r, alpha, a, b, _errors(slope, logs), -slope(logs)[0])


def fit_amounts(histories: pl.DataFrame) -> Amounts:
    """Fit Gamma-Gamma to the amounts of those who bought again.

    Raises:
        KeyuanError: too few did.
    """
    _require_enough(histories)
    slope = amounts_slope(histories)
    logs = _lowest(slope, 3)
    p, q, v = map(float, np.exp(logs))
    return Amounts(p, q, v, _errors(slope, logs), -slope(logs)[0])


def expected_purchases(rates: Rates, histories: pl.DataFrame, weeks: float) -> Floats:
    """How many purchases to expect of each customer in so many weeks from now."""
    x, t, age = _numbers(histories)
    r, alpha, a, b = rates.r, rates.alpha, rates.a, rates.b
    later = alpha + age + weeks
    more = hyp2f1(r + x, b + x, a + b + x - 1, weeks / later)
    grown = 1 - ((alpha + age) / later) ** (r + x) * more
    expected: Floats = (
        (a + b + x - 1) / (a - 1) * grown / (1 + _left_odds(rates, x, t, age))
    )
    return expected


def chance_of_purchase(rates: Rates, histories: pl.DataFrame, weeks: float) -> Floats:
    """How likely each customer is to buy at least once in so many weeks from now.

    Who has not left buys at a gamma rate, so that they stay away for so long with
    ((alpha + T) / (alpha + T + t)) ** (r + x), and nobody leaves without a purchase.
    """
    x, t, age = _numbers(histories)
    r, alpha = rates.r, rates.alpha
    away = ((alpha + age) / (alpha + age + weeks)) ** (r + x)
    chance: Floats = (1 - away) / (1 + _left_odds(rates, x, t, age))
    return chance


def discounted_purchases(
    rates: Rates, histories: pl.DataFrame, weeks: float, yearly_rate: float
) -> Floats:
    """The purchases of so many weeks from now, each worth less the later it comes.

    The integral of exp(-dt) dE(t) by parts, E(t) being the expected purchases up to t,
    by Gauss and Legendre's rule: E is smooth, and five places see it to the cent.
    """
    steady = np.log1p(yearly_rate) / WEEKS_A_YEAR
    places, shares = np.polynomial.legendre.leggauss(5)
    last = expected_purchases(rates, histories, weeks)
    total: Floats = np.exp(-steady * weeks) * last
    for place, share in zip((places + 1) / 2 * weeks, shares / 2 * weeks, strict=True):
        so_far = expected_purchases(rates, histories, float(place))
        total = total + steady * share * np.exp(-steady * place) * so_far
    return total


def expected_amounts(amounts: Amounts, histories: pl.DataFrame) -> Floats:
    """What a purchase of each is worth, on average: theirs, shrunk toward all's.

    By all of their purchases: the first says as much of it as the later ones, though
    the model is fitted to those alone, as published.
    """
    return shrunk_amounts(
        amounts,
        histories["repeat_count"].to_numpy().astype(np.float64) + 1,
        histories["mean_amount"].to_numpy(),
    )


def shrunk_amounts(amounts: Amounts, counts: Floats, means: Floats) -> Floats:
    """The mean of so many purchases, shrunk toward everyone's."""
    shrunk: Floats = (
        amounts.p * (amounts.v + counts * means) / (amounts.p * counts + amounts.q - 1)
    )
    return shrunk


def _numbers(histories: pl.DataFrame) -> tuple[Floats, Floats, Floats]:
    x, t, age = (
        histories[name].to_numpy().astype(np.float64)
        for name in ("repeat_count", "latest_week", "age_weeks")
    )
    return x, t, age


def _left_odds(rates: Rates, x: Floats, t: Floats, age: Floats) -> Floats:
    """How much likelier it is to have left than not; who bought once has not."""
    r, alpha, a, b = rates.r, rates.alpha, rates.a, rates.b
    again = x > 0
    odds = a / np.where(again, b + x - 1, 1) * ((alpha + age) / (alpha + t)) ** (r + x)
    left: Floats = np.where(again, odds, 0)
    return left


def _require_enough(histories: pl.DataFrame) -> None:
    count = histories.filter(pl.col("repeat_count") > 0).height
    if count < FEWEST_BUYERS_AGAIN:
        message = (
            f"{count} customers have bought again, and the value model learns from "
            f"{FEWEST_BUYERS_AGAIN} and more. Name a later day, or wait"
        )
        raise KeyuanError(message)


def _lowest(slope: Slope, count: int) -> Floats:
    """The logarithms of the parameters at which the likelihood is highest."""
    found = minimize(
        slope,
        np.zeros(count),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-12.0, 12.0)] * count,
        options={"maxiter": 1_000, "ftol": 1e-14, "gtol": 1e-8},
    )
    return np.asarray(found.x, dtype=np.float64)


def _errors(slope: Slope, logs: Floats) -> tuple[float, ...]:
    """Standard errors of the parameters, from how the likelihood bends at its top.

    Not a number where it does not: nobody ever leaves, say.
    """
    bends = np.array(
        [
            (slope(logs + step)[1] - slope(logs - step)[1]) / (2 * STEP)
            for step in np.eye(logs.size) * STEP
        ]
    )
    bends = (bends + bends.T) / 2
    # A likelihood that is flat in one of them says nothing of it.
    told = np.diag(bends) > FLAT
    errors = np.full(logs.size, np.nan)
    spread = np.linalg.inv(bends[np.ix_(told, told)])
    errors[told] = np.sqrt(np.abs(np.diag(spread))) * np.exp(logs[told])
    return tuple(map(float, errors))
