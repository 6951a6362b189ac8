"""Who comes to the tills and to the web shop, and on which day.

Everybody has a rate of their own (gamma), comes for the first time on some day, and
one day comes no more (exponential, with a rate of its own); how busy a day is bends
the time between. That is the Pareto/NBD idea with a calendar.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from flows.demo.window import DAYS, Floats, Ints, Window, till_days, web_days

__all__ = ["Habits", "Visits", "make_habits", "make_visits", "passers_by"]

YEARLY_VISITS = 9.0
RATE_SHAPE = 0.75
DROP_OUT_SHAPE = 1.1
MEAN_YEARS = 1.3
OLD_SHARE = 0.38
FIRST_VISIT_SHARE = 0.93
WEB_SHARES = {
    "card": 0.0,
    "card_and_account": 0.35,
    "account": 1.0,
    "card_and_guest": 0.12,
    "guest": 1.0,
}
WEB_PACE = 0.55  # people who only use the web come less often
SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Habits:
    """Per person: the first and the last day, and visits a year by channel."""

    first_day: Ints
    last_day: Ints
    till_rate: Floats
    web_rate: Floats


@dataclass(frozen=True, slots=True)
class Visits:
    """One element per visit: who came, on which day, in which second of it."""

    row: Ints
    day: Ints
    second: Ints


def make_habits(people: pl.DataFrame, rng: np.random.Generator) -> Habits:
    """Draw when everybody first comes, how often, and when they stop."""
    count = people.height
    is_old = rng.random(count) < OLD_SHARE
    entry = np.where(
        is_old, -rng.integers(1, 700, count), (rng.random(count) ** 0.9 * DAYS)
    ).astype(np.int64)
    drop_out = rng.gamma(DROP_OUT_SHAPE, 1 / (DROP_OUT_SHAPE * MEAN_YEARS), count)
    years = rng.exponential(1, count) / np.maximum(drop_out, 0.02)
    rate = rng.gamma(RATE_SHAPE, YEARLY_VISITS / RATE_SHAPE, count)
    share = people["holding"].replace_strict(WEB_SHARES, return_dtype=pl.Float64)
    lean = share.to_numpy() * np.where(share == 1.0, WEB_PACE, rng.uniform(0, 2, count))
    return Habits(
        first_day=entry,
        last_day=np.minimum(entry + years * 365, DAYS).astype(np.int64),
        till_rate=rate * np.where(share == 1.0, 0.0, 1 - share.to_numpy()),
        web_rate=rate * lean,
    )


def make_visits(
    habits: Habits, window: Window, rng: np.random.Generator
) -> tuple[Visits, Visits]:
    """The visits to the tills and to the web shop, in the order of their time."""
    begins = np.flatnonzero(
        (habits.first_day >= 0)
        & (rng.random(len(habits.first_day)) < FIRST_VISIT_SHARE)
    )
    at_till = habits.till_rate[begins] >= habits.web_rate[begins]
    drawn = []
    for rate, busy, first, hours in (
        (habits.till_rate, till_days(window), begins[at_till], (9, 21)),
        (habits.web_rate, web_days(window), begins[~at_till], (7, 24)),
    ):
        row, day = _later_visits(habits, rate, busy, rng)
        row = np.concatenate([first, row])
        day = np.concatenate([habits.first_day[first], day])
        drawn.append(_in_order(row, day, hours, rng))
    return drawn[0], drawn[1]


def passers_by(count: int, window: Window, rng: np.random.Generator) -> Visits:
    """Visits to the tills by people whom no system knows (row -1)."""
    busy = till_days(window)
    day = rng.choice(DAYS, size=count, p=busy / busy.sum())
    return _in_order(np.full(count, -1), day, (9, 21), rng)


def _later_visits(
    habits: Habits, rate: Floats, busy: Floats, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """A Poisson number of visits each, spread by how busy the days are."""
    passed = np.concatenate([[0.0], np.cumsum(busy)])
    begin = passed[np.clip(habits.first_day + 1, 0, DAYS)]
    end = np.maximum(passed[np.clip(habits.last_day, 0, DAYS)], begin)
    number = rng.poisson(rate * (end - begin) / 365)
    row = np.repeat(np.arange(len(rate)), number)
    moment = rng.uniform(begin[row], end[row])
    day = np.clip(np.searchsorted(passed, moment, side="right") - 1, 0, DAYS - 1)
    return row, day


def _in_order(
    row: Ints, day: Ints, hours: tuple[int, int], rng: np.random.Generator
) -> Visits:
    opens, closes = hours
    share = rng.beta(1.8, 1.4, len(row))
    seconds = (opens + share * (closes - opens)) * SECONDS_PER_HOUR
    second = np.minimum(seconds.astype(np.int64), closes * SECONDS_PER_HOUR - 1)
    order = np.lexsort((row, second, day))
    return Visits(row=row[order], day=day[order], second=second[order])
