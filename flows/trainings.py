"""What was trained between two nights, for the next one to take.

The tables of one training lie side by side in ``lake/models/trained``, under the day of
the night that was learned from and a number. The last one written makes it count.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from flows.errors import HomeError
from flows.files import write_whole
from flows.night import ATTEMPT_NAME, Night, PublishedNight, previous_night

__all__ = ["keep_training", "newest_training", "night_to_learn_from"]


def night_to_learn_from(home: Path) -> PublishedNight:
    """The newest published night.

    Raises:
        HomeError: there is none, or its warehouse was pruned.
    """
    newest = previous_night(home, date.max)
    if newest is None or newest.is_pruned:
        message = f"{home} has no published night to learn from: run one first"
        raise HomeError(message)
    return newest


def keep_training(home: Path, day: date, tables: Mapping[str, pl.DataFrame]) -> Path:
    """Write what was learned from the night of ``day``.

    Returns the file that counts, that of the last table.
    """
    *_, last = tables
    numbers = [number for of, number in _trainings(home, last) if of == str(day)]
    label = f"{day}.{max(numbers, default=0) + 1}"
    for table, rows in tables.items():
        path = _folder(home) / f"{label}.{table}.parquet"
        write_whole(path, rows.write_parquet)
    return path


def newest_training(night: Night, table: str) -> Path | None:
    """The newest file of ``table`` that was learned from a night before this one."""
    earlier = [
        path
        for (day, _), path in sorted(_trainings(night.home, table).items())
        if day < str(night.as_of)
    ]
    return earlier[-1] if earlier else None


def _trainings(home: Path, table: str) -> dict[tuple[str, int], Path]:
    return {
        (match[1], int(match[2])): path
        for path in _folder(home).glob(f"*.{table}.parquet")
        if (match := ATTEMPT_NAME.fullmatch(path.name))
    }


def _folder(home: Path) -> Path:
    return home / "lake" / "models" / "trained"
