"""How likely histories are under BG/NBD and Gamma-Gamma, over groups of equal ones.

Each function gives minus the log-likelihood and its slope by the logarithms of the
parameters, as an optimiser asks for it over and over. Purchases, days and ages take few
values among many customers: what depends on one of them alone is worked out once for
each value. Sums are plain ones: a matrix library's threads cost more than they bring.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import digamma, gammaln

__all__ = ["MOST_GROUPS", "Slope", "amounts_slope", "rates_slope"]

Floats = npt.NDArray[np.float64]
Slope = Callable[[Floats], tuple[float, Floats]]
# Histories are told apart to the day up to so many groups, and more coarsely beyond.
MOST_GROUPS = 400_000
DAYS_A_WEEK = 7


class Values(NamedTuple):
    """The values that a column takes, and which of them each row has."""

    all: Floats
    place: npt.NDArray[np.intp]

    @property
    def rows(self) -> Floats:
        """The column."""
        return self.all[self.place]


def rates_slope(histories: pl.DataFrame) -> Slope:
    """Of BG/NBD: the slope by ``r``, ``alpha``, ``a`` and ``b``, in weeks.

    Equation 6 of Fader, Hardie and Lee (2005).
    """
    groups = _grouped(histories)
    counts = groups["len"].to_numpy().astype(np.float64)
    times, ages = _values(groups["latest_week"]), _values(groups["age_weeks"])
    bought = _values(groups["repeat_count"])
    x, again = bought.rows, bought.rows > 0
    by_purchases = _sums_of(bought, counts)

    def slope(logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(logs)
        log_age = np.log(alpha + ages.all)[ages.place]
        log_time = np.log(alpha + times.all)[times.place]
        # How much likelier it is to have left after the latest purchase than to stay.
        rest = np.log(a) - np.log(np.where(bought.all > 0, b + bought.all - 1, 1))
        odds = np.where(
            again, rest[bought.place] + (r + x) * (log_age - log_time), -np.inf
        )
        more = np.log1p(np.exp(-np.abs(odds))) + np.maximum(odds, 0)
        left = np.exp(odds - more)
        stays = -(r + x) * log_age
        n = bought.all
        alone = (
            gammaln(r + n)
            - gammaln(r)
            + r * np.log(alpha)
            + gammaln(a + b)
            + gammaln(b + n)
            - gammaln(b)
            - gammaln(a + b + n)
        )
        total = _sum(by_purchases, alone) + _sum(counts, stays + more)
        by_left = _sums_of(bought, counts * left)
        past_age, past_time = 1 / (alpha + ages.all), 1 / (alpha + times.all)
        both = digamma(a + b) - digamma(a + b + n)
        by_r = _sum(by_purchases, digamma(r + n) - digamma(r) + np.log(alpha)) - _sum(
            counts, log_age + left * (log_time - log_age)
        )
        by_alpha = _sum(by_purchases, np.full(n.size, r / alpha)) - _sum(
            (r + x) * counts,
            (1 - left) * past_age[ages.place] + left * past_time[times.place],
        )
        by_a = _sum(by_purchases, both) + by_left.sum() / a
        by_b = _sum(by_purchases, both + digamma(b + n) - digamma(b)) - _sum(
            by_left, 1 / np.where(n > 0, b + n - 1, 1)
        )
        steep = np.array([by_r, by_alpha, by_a, by_b])
        return -total, -steep * np.exp(logs)

    return slope


def amounts_slope(histories: pl.DataFrame) -> Slope:
    """Of Gamma-Gamma: the slope by ``p``, ``q`` and ``v``.

    Equation 1a of Fader and Hardie (2013), of those who bought again.
    """
    groups = _grouped_by_amount(histories)
    counts = groups["len"].to_numpy().astype(np.float64)
    bought = _values(groups["repeat_count"])
    x, n = bought.rows, bought.all
    mean = groups["repeat_amount"].to_numpy()
    total = x * mean
    log_mean = np.log(mean)
    by_purchases = _sums_of(bought, counts)
    by_log_mean = _sums_of(bought, counts * log_mean)
    all_log_mean = by_log_mean.sum()

    def slope(logs: Floats) -> tuple[float, Floats]:
        p, q, v = np.exp(logs)
        spread = np.log(total + v)
        by_spread = _sums_of(bought, counts * spread)
        alone = (
            gammaln(p * n + q)
            - gammaln(p * n)
            - gammaln(q)
            + q * np.log(v)
            + p * n * np.log(n)
        )
        likely = (
            _sum(by_purchases, alone)
            + _sum(p * n, by_log_mean)
            - all_log_mean
            - _sum(p * n + q, by_spread)
        )
        steps = digamma(p * n + q) - digamma(p * n) + np.log(n)
        by_p = _sum(n, by_purchases * steps + by_log_mean - by_spread)
        by_q = (
            _sum(by_purchases, digamma(p * n + q) - digamma(q) + np.log(v))
            - by_spread.sum()
        )
        by_v = counts.sum() * q / v - _sum(counts, (p * x + q) / (total + v))
        steep = np.array([by_p, by_q, by_v])
        return -likely, -steep * np.exp(logs)

    return slope


def _sums_of(values: Values, rows: Floats) -> Floats:
    """What the rows of each value add up to."""
    return np.bincount(values.place, rows).astype(np.float64)


def _sum(weights: npt.ArrayLike, parts: npt.ArrayLike) -> float:
    return float(np.multiply(weights, parts).sum())


def _values(column: pl.Series) -> Values:
    found, place = np.unique(column.to_numpy(), return_inverse=True)
    return Values(found.astype(np.float64), place)


def _grouped(histories: pl.DataFrame) -> pl.DataFrame:
    """Equal histories once, with how many have them; coarser until they are few.

    What falls into a span of days is taken for the span's middle.
    """
    keys = ["repeat_count", "latest_week", "age_weeks"]
    days = [
        (pl.col(name) * DAYS_A_WEEK).round().cast(pl.Int32).alias(name)
        for name in keys[1:]
    ]
    purchases = pl.col("repeat_count").cast(pl.Int32)
    exact = _counted(histories.select(purchases, *days), keys, pl.len())
    groups, step = exact, 1
    while groups.height > MOST_GROUPS:
        step *= 2
        spans = [pl.col(name) // step for name in keys[1:]]
        groups = _counted(exact.with_columns(spans), keys, pl.col("len").sum())
    middle = (pl.col(keys[1:]) * step + (step - 1) / 2) / DAYS_A_WEEK
    return groups.with_columns(middle).sort(keys)


def _counted(rows: pl.DataFrame, keys: list[str], count: pl.Expr) -> pl.DataFrame:
    return rows.group_by(keys).agg(count.alias("len"))


def _grouped_by_amount(histories: pl.DataFrame) -> pl.DataFrame:
    keys = ["repeat_count", "repeat_amount"]
    bought = histories.filter(
        (pl.col("repeat_count") > 0) & (pl.col("repeat_amount") > 0)
    )
    exact = _counted(bought, keys, pl.len())
    if exact.height <= MOST_GROUPS:
        return exact.sort(keys)
    hundredths = (pl.col("repeat_amount").log() * 100).round() / 100
    coarser = exact.with_columns(hundredths.exp())
    return _counted(coarser, keys, pl.col("len").sum()).sort(keys)
