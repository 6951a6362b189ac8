"""Made-up buyers of one thing or several, for the tests of replenishment."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import polars as pl

from flows.predictions.repurchases import LINES, PRODUCTS, Limits

AS_OF = date(2025, 6, 30)
LIMITS = Limits(
    repeat_buyers=10, repeat_share=0.2, most_spread=1.0, given_up_factor=2.0
)

Line = tuple[str, str, str, date, float, float]


def lines_of(rows: Iterable[Line]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=LINES, orient="row")


def products_of(*rows: tuple[str, str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=PRODUCTS, orient="row")


def bought(
    customer: str, days: Iterable[int], product: str = "coffee", quantity: float = 1
) -> list[Line]:
    """A line for each of these days before the night."""
    return [
        (customer, product, "", AS_OF - timedelta(days=day), quantity, 0.0)
        for day in days
    ]


def regulars(
    count: int,
    every: float,
    product: str = "coffee",
    seed: int = 3,
    spread: float = 0.2,
) -> list[Line]:
    """So many customers who buy it about every so many days, for two years."""
    rng = np.random.default_rng(seed)
    rows: list[Line] = []
    for place in range(count):
        own = every * rng.lognormal(0, 0.25)
        gaps = own * rng.lognormal(0, spread, int(730 / own) + 1)
        passed = np.unique(np.cumsum(np.maximum(np.round(gaps), 1)).astype(int))
        days = 730 - passed[passed <= 730]
        rows += bought(f"{product}-{place:03}", map(int, days), product)
    return rows
