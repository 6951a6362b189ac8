"""How wide a range has to be, by what the past was missed by."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from flows.predictions.misses import PLACES, ranges_of, with_misses
from tests.predictions.shoppers import AS_OF


def _said(days: list[float | None], ages: list[int]) -> pl.DataFrame:
    """A purchase of one item by each of so many customers; ten days were expected."""
    count = len(days)
    return pl.DataFrame(
        {
            "item": [0] * count,
            "pair": range(count),
            "category": ["Drinks"] * count,
            "customer_id": [f"c{place:04}" for place in range(count)],
            "bought_on": [AS_OF - timedelta(days=age) for age in ages],
            "units": [1.0] * count,
            "days_per_unit": [10.0] * count,
            "days": days,
            "own_count": [0] * count,
        },
        schema_overrides={"days": pl.Float64, "own_count": pl.Int64},
    )


def _lasting(said: pl.DataFrame) -> dict[str, float]:
    """The ranges in days."""
    deviation = said["deviation"][0]
    ranges = ranges_of(said).drop("item").row(0, named=True)
    return {
        name: round(10 * float(np.exp(deviation * miss)), 3)
        for name, miss in ranges.items()
    }


def _drawn(count: int, seed: int, years: float = 2) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    days = np.maximum(np.round(rng.lognormal(np.log(10), 0.6, count)), 1)
    return days, rng.integers(0, int(365 * years), count)


def _seen(days: np.ndarray, ages: np.ndarray) -> pl.DataFrame:
    """What is known tonight: what has not ended yet is open."""
    known = [day if day <= age else None for day, age in zip(days, ages, strict=True)]
    return with_misses(_said(known, ages.tolist()), AS_OF)


def _by_hand(said: pl.DataFrame) -> dict[str, float]:
    """Kaplan and Meier's estimate, one purchase after the other."""
    rows = sorted(
        (miss, days is None, customer, days)
        for miss, days, customer in said.select(
            "miss", "days", "customer_id"
        ).iter_rows()
    )
    stays, weights = 1.0, []
    for place, (_, is_open, _, days) in enumerate(rows):
        if not is_open:
            ends = 1 / (len(rows) - place)
            weights.append((days, stays * ends))
            stays *= 1 - ends
    found = {}
    for kind in ("", "ended_"):
        heavy = [(days, weight * (days if not kind else 1)) for days, weight in weights]
        total, passed = sum(weight for _, weight in heavy), 0.0
        for days, weight in heavy:
            passed += weight / total
            for name, share in PLACES.items():
                if round(passed, 6) >= share:
                    found.setdefault(kind + name, float(days))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_the_shares_are_those_of_kaplan_and_meier(seed: int) -> None:
    said = _seen(*_drawn(300, seed, years=0.3))

    assert _lasting(said) == pytest.approx(_by_hand(said), rel=1e-4)
    assert said["days"].null_count() > 10


def test_where_all_is_known_they_are_plain_shares() -> None:
    days, ages = _drawn(4_000, 1)
    said = _seen(days, ages + 500)
    told = _lasting(said)

    assert told["ended_low"] == np.quantile(days, 0.1, method="inverted_cdf")
    assert told["ended_high"] == np.quantile(days, 0.9, method="inverted_cdf")


def test_what_is_open_yet_does_not_shorten_the_range() -> None:
    days, ages = _drawn(4_000, 2, years=0.1)
    told = _lasting(_seen(days, ages))
    whole = _lasting(_seen(days, ages + 500))
    naive = np.quantile(days[days <= ages], 0.9)

    assert told["ended_high"] == pytest.approx(whole["ended_high"], rel=0.1)
    assert naive < 0.9 * whole["ended_high"]


def test_who_never_came_back_does_not_lengthen_it() -> None:
    days, ages = _drawn(4_000, 3)
    gone = days.copy()
    gone[::2] = 10_000
    told, whole = _lasting(_seen(gone, ages)), _lasting(_seen(days, ages))

    assert told["ended_high"] == pytest.approx(whole["ended_high"], rel=0.1)


def test_on_any_day_the_long_ones_are_met() -> None:
    told = _lasting(_seen(*_drawn(4_000, 4)))

    for place in PLACES:
        assert told[place] > told[f"ended_{place}"]


def test_a_short_history_says_nothing() -> None:
    days, _ = _drawn(200, 5)
    young = _seen(days, np.full(200, 12))

    assert ranges_of(young).is_empty()
    assert ranges_of(_seen(days, np.full(200, 200))).height == 1


def test_own_misses_widen_the_own_range() -> None:
    days = [2.0, 50.0, 3.0, 40.0, None, 9.0, 11.0, 9.0, 11.0, None]
    told = _said(days, [100, 98, 48, 45, 5, 50, 41, 30, 21, 10]).with_columns(
        pair=pl.Series([0] * 5 + [1] * 5), own_count=pl.Series([*range(5)] * 2)
    )
    said = with_misses(told, date(2025, 6, 30))

    assert said["deviation"][4] > said["deviation"][3] > said["deviation"][0]
    assert said["deviation"][9] < said["deviation"][5]
