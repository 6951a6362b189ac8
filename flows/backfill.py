"""Past nights, built in order, so that history has a beginning.

A night of the past goes on from the night before it, as it would have at its time. Only
the last one may become the night that readers see: nobody ever picked up the audiences
of the others, so none of their contacts count.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import polars as pl

from flows.errors import KeyuanError
from flows.night import PublishedNight, current_night, published_nights

__all__ = ["Built", "backfill", "built_lines", "nights_between"]

RunNight = Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Built:
    """What one night of a backfill came to.

    Attributes:
        night: the published night's name.
        customers: how many it knows.
        moves: how many of them it found in another stage of the life cycle; none where
            the night's state was pruned since.
        seconds: how long it took; none for a night that was there.
    """

    night: str
    customers: int
    moves: int | None
    seconds: float | None


def nights_between(first: date, last: date, every: int) -> list[date]:
    """The days from ``first`` to ``last`` in steps of ``every``, and always the last.

    Raises:
        KeyuanError: the last day is before the first.
    """
    if last < first:
        message = f"--to {last} is before --from {first}. Name the earlier day first"
        raise KeyuanError(message)
    steps = range(0, (last - first).days, every)
    return [*(first + timedelta(days=days) for days in steps), last]


def backfill(
    home: Path, nights: Sequence[date], run_night: RunNight, *, again: bool
) -> Iterator[Built]:
    """Build the nights, earliest first.

    Args:
        home: the shop's home.
        nights: their dates, in order.
        run_night: builds one: ``run_night(as_of=..., is_beside=...)``, which returns
            the name of the published night as ``night``.
        again: whether a night is built that was published before, too.

    Yields:
        What each night came to, as soon as it is published.

    Raises:
        KeyuanError: a night was not published; the message says which, and how to go
            on. Those before it stay.
    """
    there = _published(home)
    for place, as_of in enumerate(nights, 1):
        if as_of in there and not again:
            yield _built(there[as_of], None)
            continue
        started = monotonic()
        try:
            done = run_night(as_of=str(as_of), is_beside=as_of != nights[-1])
        except Exception as error:
            error.add_note(_how_to_go_on(as_of, place, len(nights), again=again))
            raise
        seconds = monotonic() - started
        yield _built(_named(home, done["night"]), seconds)


def built_lines(nights: Sequence[Built], home: Path) -> list[str]:
    """A table of the nights, and where ``current`` stands."""
    lines = (
        [f"{'night':<14} {'customers':>9} {'moved':>7} {'seconds':>9}"]
        if nights
        else []
    )
    for built in nights:
        moves = "" if built.moves is None else f"{built.moves:,}"
        seconds = "was there" if built.seconds is None else f"{built.seconds:.1f}"
        lines.append(f"{built.night:<14} {built.customers:>9,} {moves:>7} {seconds:>9}")
    present = current_night(home)
    if present is not None:
        lines.append(f"{home / 'current'} is the night {present.name}.")
    return lines


def _published(home: Path) -> dict[date, PublishedNight]:
    """The newest night of each date that stands."""
    return {
        night.as_of: night
        for night in published_nights(home)
        if not night.is_rolled_back
    }


def _named(home: Path, name: str) -> PublishedNight:
    (night,) = (night for night in published_nights(home) if night.name == name)
    return night


def _built(night: PublishedNight, seconds: float | None) -> Built:
    customers = night.facts["counts"]["identity"]["customers"]
    path = night.state_file("segment_history")
    moves = _moves(path, night.as_of) if path.exists() else None
    return Built(night.name, customers, moves, seconds)


def _moves(segment_history: Path, as_of: date) -> int:
    """How many customers entered a stage that night, and were in another before."""
    return (
        pl.scan_parquet(segment_history)
        .filter(
            (pl.col("mart") == "lifecycle")
            & (pl.col("entered_on") == as_of)
            & pl.col("previous_segment").is_not_null()
        )
        .collect()
        .height
    )


def _how_to_go_on(as_of: date, place: int, count: int, *, again: bool) -> str:
    done = f"The backfill ends at the night of {as_of}, {place - 1} of {count} done. "
    if again:
        return done + f"Mend it, and go on with --from {as_of}"
    return done + "Mend it and say the same again: nights that are there are left alone"
