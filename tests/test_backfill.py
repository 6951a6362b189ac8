"""Past nights in order: which are built, which are left, and what is said of them."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.backfill import Built, backfill, built_lines, nights_between
from flows.errors import HomeError, KeyuanError
from flows.history import STAYS, keep_state, state_files
from flows.night import begin_night, current_night
from flows.publication import publish_night

JUNE = [date(2025, 6, day) for day in range(1, 31)]


@pytest.mark.parametrize(
    ("every", "days"),
    [(1, [1, 2, 3, 4, 5, 6]), (2, [1, 3, 5, 6]), (5, [1, 6]), (30, [1, 6])],
)
def test_a_night_every_so_many_days_and_always_the_last(
    every: int, days: list[int]
) -> None:
    assert nights_between(JUNE[0], JUNE[5], every) == [JUNE[day - 1] for day in days]


def test_one_day_is_one_night() -> None:
    assert nights_between(JUNE[3], JUNE[3], 7) == [JUNE[3]]


def test_days_in_the_wrong_order_are_told() -> None:
    with pytest.raises(
        KeyuanError, match="--to 2025-06-01 is before --from 2025-06-02"
    ):
        nights_between(JUNE[1], JUNE[0], 1)


class Nights:
    """Publishes nights without building anything, and remembers which."""

    def __init__(self, home: Path, failing: date | None = None) -> None:
        """Args: failing: the night that is not published."""
        self.home, self.failing = home, failing
        self.asked: list[date] = []

    def __call__(self, *, as_of: str, is_beside: bool) -> dict[str, Any]:
        """Publish the night of ``as_of``, unless it is the one that fails."""
        day = date.fromisoformat(as_of)
        self.asked.append(day)
        if day == self.failing:
            message = "the gate is closed"
            raise HomeError(message)
        return {"night": published(self.home, day, is_beside=is_beside)}


def published(home: Path, as_of: date, *, is_beside: bool = False) -> str:
    """A night of three customers, of whom one was at risk before."""
    night = begin_night(home, as_of)
    night.warehouse.touch()
    rows = [
        ("lifecycle", "c1", "dormant", "at_risk", as_of, None),
        ("lifecycle", "c2", "new", None, as_of, None),
        ("lifecycle", "c3", "lost", "dormant", date(2025, 1, 1), None),
        ("rfm", "c1", "hibernating", "champions", as_of, None),
    ]
    stays = pl.DataFrame(rows, schema=STAYS, orient="row")
    keep_state(night, "segments", "segment_history", stays)
    facts = {
        "attempt": night.attempt,
        "state": state_files(night),
        "counts": {"identity": {"customers": 3}},
    }
    return publish_night(night, facts, is_beside=is_beside).name


def names(home: Path) -> set[str]:
    return {path.parent.name for path in (home / "nights").glob("*/night.json")}


def current(home: Path) -> str:
    night = current_night(home)
    assert night is not None
    return night.name


def test_nights_are_built_in_order_and_the_last_one_is_current(tmp_path: Path) -> None:
    run = Nights(tmp_path)
    seen = [
        (built.night, current_night(tmp_path) is not None)
        for built in backfill(tmp_path, JUNE[:3], run, again=False)
    ]
    assert run.asked == JUNE[:3]
    assert seen == [("2025-06-01", False), ("2025-06-02", False), ("2025-06-03", True)]
    assert current(tmp_path) == "2025-06-03"


def test_a_later_night_stays_current(tmp_path: Path) -> None:
    published(tmp_path, JUNE[9])
    list(backfill(tmp_path, JUNE[:2], Nights(tmp_path), again=False))
    assert current(tmp_path) == "2025-06-10"


def test_nights_between_are_no_ones_to_see_though_later_than_the_current_one(
    tmp_path: Path,
) -> None:
    published(tmp_path, JUNE[0])
    for built in backfill(tmp_path, JUNE[1:4], Nights(tmp_path), again=False):
        is_last = built.night == "2025-06-04"
        assert current(tmp_path) == ("2025-06-04" if is_last else "2025-06-01")


def test_a_night_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    published(tmp_path, JUNE[1])
    run = Nights(tmp_path)
    done = list(backfill(tmp_path, JUNE[:3], run, again=False))
    assert run.asked == [JUNE[0], JUNE[2]]
    assert [built.seconds is None for built in done] == [False, True, False]


def test_asked_again_it_is_built_again_beside_it(tmp_path: Path) -> None:
    published(tmp_path, JUNE[1])
    run = Nights(tmp_path)
    list(backfill(tmp_path, JUNE[:3], run, again=True))
    assert run.asked == JUNE[:3]
    assert {"2025-06-02", "2025-06-02.2"} < names(tmp_path)


@pytest.mark.parametrize(
    ("again", "how"),
    [(False, "say the same again"), (True, "go on with --from 2025-06-02")],
)
def test_a_night_that_fails_ends_it_and_says_how_to_go_on(
    tmp_path: Path, how: str, *, again: bool
) -> None:
    run = Nights(tmp_path, failing=JUNE[1])
    done: list[Built] = []
    with pytest.raises(HomeError, match="the gate is closed") as raised:
        done.extend(backfill(tmp_path, JUNE[:3], run, again=again))
    assert [built.night for built in done] == ["2025-06-01"]
    assert run.asked == JUNE[:2]
    (note,) = raised.value.__notes__
    assert "at the night of 2025-06-02, 1 of 3 done" in note
    assert how in note


def test_the_table_says_who_moved_and_which_night_readers_see(tmp_path: Path) -> None:
    published(tmp_path, JUNE[0])
    done = [*backfill(tmp_path, JUNE[:2], Nights(tmp_path), again=False)]
    assert [(built.customers, built.moves) for built in done] == [(3, 1), (3, 1)]
    header, first, second, last = built_lines(done, tmp_path)
    assert header.split() == ["night", "customers", "moved", "seconds"]
    assert first.split() == ["2025-06-01", "3", "1", "was", "there"]
    assert second.split()[:3] == ["2025-06-02", "3", "1"]
    assert last == f"{tmp_path / 'current'} is the night 2025-06-02."


def test_moves_that_are_no_longer_known_are_not_made_up(tmp_path: Path) -> None:
    assert built_lines([Built("2025-06-01", 3, None, None)], tmp_path)[1].split() == [
        *("2025-06-01", "3", "was", "there")
    ]
