"""How fast the value model learns and scores, beside the library ``lifetimes``.

    make bench-value                        1,000,000 customers
    make bench-value BUYERS=100000

The customers are drawn: each buys at a rate of their own and leaves after a purchase
with a chance of their own (BG/NBD, in days), and spends around a mean of their own
(Gamma-Gamma). Both sides are given the same table, fit both models and say for each
customer how many purchases to expect in 13 weeks and what one is worth. Imports,
reading the table and installing are not in the clock. ``lifetimes`` 0.11.3 needs an
older pandas, and lives in an environment of its own. Parameters that differ by more
than half a hundredth are an error, and so are scores that differ by half a percent.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from tests.bench.apart import ApartError, answer_of, python_with

SEED = 7
WEEKS = 13
MOST_APART = 0.005
# The newest that it works with.
LIFETIMES = ("lifetimes==0.11.3", "numpy<2", "pandas<2", "scipy<1.12", "pyarrow<17")

# Every script is told where its answer goes, the table, and the weeks.
HEAD = """
import json, resource, sys, time
answer, table, weeks = sys.argv[1], sys.argv[2], int(sys.argv[3])
def tell(steps, rates, amounts, expected, worth):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with open(answer, "w") as file:
        json.dump({
            "steps": steps, "peak": peak, "rates": list(map(float, rates)),
            "amounts": list(map(float, amounts)), "expected": float(expected),
            "worth": float(worth),
        }, file)
"""
KEYUAN = (
    HEAD
    + """
import polars as pl
from flows.predictions import value
rows = pl.read_parquet(table)
steps, started = {}, time.perf_counter()
rates = value.fit_rates(rows)
steps["rates"] = time.perf_counter() - started
started = time.perf_counter()
amounts = value.fit_amounts(rows)
steps["amounts"] = time.perf_counter() - started
started = time.perf_counter()
expected = value.expected_purchases(rates, rows, weeks)
worth = value.expected_amounts(amounts, rows)
steps["scores"] = time.perf_counter() - started
tell(steps, (rates.r, rates.alpha, rates.a, rates.b),
     (amounts.p, amounts.q, amounts.v), expected.sum(), worth.mean())
"""
)
OTHER = (
    HEAD
    + """
import warnings
warnings.simplefilter("ignore")
import pandas
from lifetimes import BetaGeoFitter, GammaGammaFitter
rows = pandas.read_parquet(table)
x, t, age = rows["repeat_count"], rows["latest_week"], rows["age_weeks"]
again = rows[x > 0]
steps, started = {}, time.perf_counter()
rates = BetaGeoFitter(penalizer_coef=0).fit(x, t, age)
steps["rates"] = time.perf_counter() - started
started = time.perf_counter()
amounts = GammaGammaFitter(penalizer_coef=0).fit(
    again["repeat_count"], again["repeat_amount"]
)
steps["amounts"] = time.perf_counter() - started
started = time.perf_counter()
expected = rates.conditional_expected_number_of_purchases_up_to_time(weeks, x, t, age)
worth = amounts.conditional_expected_average_profit(x + 1, rows["mean_amount"])
steps["scores"] = time.perf_counter() - started
tell(steps, rates.params_[["r", "alpha", "a", "b"]],
     amounts.params_[["p", "q", "v"]], expected.sum(), worth.mean())
"""
)


@dataclass(frozen=True)
class Answer:
    """Seconds by step, peak megabytes, parameters, and what the scores add up to."""

    steps: dict[str, float]
    peak: int
    rates: list[float]
    amounts: list[float]
    expected: float
    worth: float

    @property
    def seconds(self) -> float:
        """Of all steps."""
        return sum(self.steps.values())


def draw_customers(count: int) -> pl.DataFrame:
    """Histories as the value model takes them, in weeks of whole days."""
    rng = np.random.default_rng(SEED)
    ages = rng.integers(7 * 10, 7 * 104, count)
    rates = rng.gamma(0.6, 1 / 8.0, count) / 7
    leaving = rng.beta(0.8, 2.5, count)
    purchases, latest = np.zeros(count, np.int64), np.zeros(count, np.int64)
    moments = np.zeros(count)
    staying = np.arange(count)
    while staying.size:
        moments[staying] += rng.exponential(1 / rates[staying])
        staying = staying[moments[staying] <= ages[staying]]
        days = np.floor(moments[staying]).astype(np.int64)
        # Two purchases in one day are one.
        purchases[staying] += days > latest[staying]
        latest[staying] = np.maximum(days, latest[staying])
        staying = staying[rng.random(staying.size) >= leaving[staying]]
    spread = rng.gamma(4.0, 1 / 15.0, count)
    many = np.maximum(purchases, 1)
    repeats = np.round(rng.gamma(6.0 * many, 1 / (spread * many)), 2) + 0.01
    firsts = np.round(rng.gamma(6.0, 1 / spread), 2) + 0.01
    again = purchases > 0
    return pl.DataFrame(
        {
            "repeat_count": purchases,
            "latest_week": latest / 7,
            "age_weeks": ages / 7,
            "repeat_amount": np.where(again, repeats, np.nan),
            "mean_amount": (np.where(again, repeats, 0) * purchases + firsts)
            / (purchases + 1),
        }
    ).with_columns(pl.col("repeat_amount").fill_nan(None))


def main(count: int) -> None:
    """Print the table; ends with an error where the two do not say the same."""
    with tempfile.TemporaryDirectory(prefix="keyuan-bench-") as name:
        folder = Path(name)
        table = folder / "customers.parquet"
        draw_customers(count).write_parquet(table)
        print(f"{count:,} customers, fitted and scored")
        print(f"{'':<10} {'seconds':>7} {'peak MB':>8}  steps; r alpha a b; p q v")
        words, answer = [str(table), str(WEEKS)], folder / "answer.json"
        try:
            theirs = python_with(LIFETIMES, folder / "lifetimes")
            found = {
                name: Answer(**answer_of(python, script, words, answer))
                for name, python, script in (
                    ("lifetimes", theirs, OTHER),
                    ("Keyuan", Path(sys.executable), KEYUAN),
                )
            }
        except ApartError as error:
            sys.exit(f"No comparison: {error}")
    for name, told in found.items():
        steps = ", ".join(f"{step} {spent:.2f}" for step, spent in told.steps.items())
        numbers = "; ".join(
            " ".join(f"{number:.3f}" for number in numbers)
            for numbers in (told.rates, told.amounts)
        )
        print(f"{name:<10} {told.seconds:>7.2f} {told.peak:>8,}  {steps}; {numbers}")
    _compare(found["lifetimes"], found["Keyuan"])


def _compare(theirs: Answer, ours: Answer) -> None:
    pairs = zip(theirs.rates + theirs.amounts, ours.rates + ours.amounts, strict=True)
    apart = max(abs(their - our) for their, our in pairs)
    if apart > MOST_APART:
        sys.exit(f"The parameters differ by {apart:.4f}, more than {MOST_APART}")
    for their, our in ((theirs.expected, ours.expected), (theirs.worth, ours.worth)):
        if abs(their / our - 1) > MOST_APART:
            sys.exit(f"The scores differ: {their:,.2f} and {our:,.2f}")
    print(
        f"lifetimes takes {theirs.seconds / ours.seconds:.1f} times as long as Keyuan"
    )


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["1000000"])[0]))
