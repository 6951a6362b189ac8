"""The two years that a town's history covers, and how busy each of their days is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = [
    "DAYS",
    "SECONDS",
    "Floats",
    "Ints",
    "Window",
    "moment_of",
    "till_days",
    "web_days",
]

DAYS = 730
SECONDS = 86_400  # of a day

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Monday to Sunday, January to December: how much busier than an average day.
TILL_WEEKDAYS = (0.80, 0.80, 0.85, 0.90, 1.10, 1.50, 1.30)
WEB_WEEKDAYS = (1.05, 1.00, 1.00, 1.00, 0.95, 0.95, 1.05)
TILL_MONTHS = (0.9, 1.1, 1.1, 0.9, 1.0, 1.0, 0.8, 1.3, 1.5, 0.9, 0.95, 1.2)
WEB_MONTHS = (0.9, 1.1, 1.0, 0.9, 1.0, 1.1, 0.8, 1.2, 1.2, 0.9, 1.3, 1.2)

# (first month and day, last month and day, factor)
TILL_SEASONS = (
    ((2, 20), (3, 2), 1.5),  # the spring term begins
    ((6, 1), (6, 1), 1.7),  # Children's Day
    ((8, 24), (9, 5), 1.6),  # back to school
    ((9, 10), (9, 10), 1.5),  # Teachers' Day
    ((12, 18), (12, 24), 1.5),
)
WEB_SEASONS = (
    ((6, 16), (6, 18), 2.2),  # the mid-year sale
    ((8, 20), (9, 3), 1.5),
    ((11, 1), (11, 10), 1.4),
    ((11, 11), (11, 11), 7.0),  # Singles' Day
    ((12, 12), (12, 12), 2.5),
)

Seasons = tuple[tuple[tuple[int, int], tuple[int, int], float], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The days from ``first`` to ``last``; day 0 is ``first``."""

    last: date

    @property
    def first(self) -> date:
        """The first day of the history."""
        return self.last - timedelta(days=DAYS - 1)

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day, in order."""
        return tuple(self.first + timedelta(days=day) for day in range(DAYS))

    def clock(self, moment: pl.Expr) -> pl.Expr:
        """The local date and time of a moment: seconds since day 0 began."""
        start = pl.lit(datetime.combine(self.first, time()))
        return start + pl.duration(seconds=moment)

    def day_of(self, day: date) -> int:
        """The number of a date, below 0 before the history and from DAYS on after."""
        return (day - self.first).days

    @property
    def months(self) -> Ints:
        """The month (0 to 11) of every day."""
        return np.array([day.month - 1 for day in self.dates], dtype=np.int64)


def moment_of(day: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Seconds since day 0 began."""
    return day.cast(pl.Int64) * SECONDS + second.cast(pl.Int64)


def till_days(window: Window) -> Floats:
    """How busy the tills are on every day; 1 is an average day."""
    return _busy(window, TILL_WEEKDAYS, TILL_MONTHS, TILL_SEASONS)


def web_days(window: Window) -> Floats:
    """How busy the web shop is on every day; 1 is an average day."""
    return _busy(window, WEB_WEEKDAYS, WEB_MONTHS, WEB_SEASONS)


def _busy(
    window: Window,
    weekdays: tuple[float, ...],
    months: tuple[float, ...],
    seasons: Seasons,
) -> Floats:
    factors = [
        weekdays[day.weekday()]
        * months[day.month - 1]
        * _season((day.month, day.day), seasons)
        for day in window.dates
    ]
    busy = np.array(factors, dtype=np.float64)
    return np.asarray(busy / busy.mean(), dtype=np.float64)


def _season(day: tuple[int, int], seasons: Seasons) -> float:
    for first, last, factor in seasons:
        if first <= day <= last:
            return factor
    return 1.0
