"""How a prediction is judged: measures that hold for every one of them."""

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.stats import rankdata, spearmanr

__all__ = [
    "BESIDE",
    "Metric",
    "area",
    "best_of",
    "calibration_error",
    "how_near",
    "measured",
    "rank_correlation",
    "root_error",
]

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
GROUPS = 10
# What was expected beside what came, by place: a tenth of the customers, or a day.
BESIDE = pl.Schema({"place": pl.String, "expected": pl.Float64, "actual": pl.Float64})


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

    def fact(self) -> dict[str, object]:
        """The measure as JSON has it, the figure to six digits."""
        return asdict(self) | {"value": float(f"{self.value:.6g}")}


def measured(metrics: list[Metric], question: str, measure: str) -> dict[str, float]:
    """One measure of a question: the figure of the model and of each baseline."""
    return {
        metric.by: metric.value
        for metric in metrics
        if (metric.question, metric.measure) == (question, measure)
    }


def best_of(metrics: list[Metric], question: str, measure: str, model: str) -> bool:
    """Whether ``model`` is strictly better by this measure than every baseline."""
    told = measured(metrics, question, measure)
    others = [value for by, value in told.items() if by != model]
    is_high = any(
        metric.is_better_high
        for metric in metrics
        if (metric.question, metric.measure) == (question, measure)
    )
    own = told[model]
    return own > max(others) if is_high else own < min(others)


def area(score: Floats, happened: Marks) -> float:
    """The chance that who did it scores above who did not; equal scores count half."""
    yes = int(happened.sum())
    no = happened.size - yes
    if not yes or not no:
        return float("nan")
    ranks = rankdata(score)
    return float((ranks[happened].sum() - yes * (yes + 1) / 2) / (yes * no))


def calibration_error(chance: Floats, happened: Marks) -> float:
    """Expected calibration error: how far a tenth's mean chance is from its share.

    Tenths by chance, each weighed by its size (Naeini, Cooper and Hauskrecht,
    Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015).
    """
    order = np.argsort(chance, kind="stable")
    tenths = np.array_split(order, GROUPS)
    gaps = [
        abs(chance[tenth].mean() - happened[tenth].mean()) * tenth.size
        for tenth in tenths
        if tenth.size
    ]
    return float(sum(gaps) / chance.size)


def how_near(question: str, by: str, guess: Floats, actual: Floats) -> list[Metric]:
    """How near guesses of an amount came: each, in sum, and in their order."""
    total = float(actual.sum())
    off = abs(float(guess.sum()) - total) / total if total else float("nan")
    mean = float(np.mean(np.abs(guess - actual)))
    return [
        Metric(question, "mean absolute error", by, mean, False),
        Metric(
            question, "root mean square error", by, root_error(guess, actual), False
        ),
        Metric(question, "error of the total", by, off, False),
        Metric(question, "rank correlation", by, rank_correlation(guess, actual), True),
    ]


def root_error(guess: Floats, actual: Floats) -> float:
    """The root of the mean squared error: far misses count more."""
    return float(np.sqrt(np.mean((guess - actual) ** 2)))


def rank_correlation(guess: Floats, actual: Floats) -> float:
    """The rank correlation; none where all guesses, or all that came, are equal."""
    if np.ptp(guess) == 0 or np.ptp(actual) == 0:
        return 0.0
    return float(spearmanr(guess, actual).statistic)
