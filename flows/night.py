"""A night's folder: where a night is built, and which nights were published.

A night is built in ``nights/.attempts/<as_of>.<attempt>/`` and moved, when every
critical check passed, to ``nights/<as_of>`` (``.2``, ``.3`` … when that date was
published before). The link ``current`` then moves in one atomic step. Nothing in a
published night changes afterwards; a pruned one keeps its ``night.json`` alone.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.errors import HomeError

__all__ = [
    "Night",
    "PublishedNight",
    "begin_night",
    "current_night",
    "previous_night",
    "published_nights",
    "read_json",
    "read_night",
    "read_standing",
]

ATTEMPT_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d+)(?:\..+)?")
NIGHT_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Night:
    """One attempt at a night, being built out of sight."""

    home: Path
    as_of: date
    attempt: int

    @property
    def label(self) -> str:
        """``<as_of>.<attempt>``: names this attempt and the state it wrote."""
        return f"{self.as_of}.{self.attempt}"

    @property
    def folder(self) -> Path:
        """Where this attempt is built."""
        return self.home / "nights" / ".attempts" / self.label

    @property
    def lake(self) -> Path:
        """The shop's lake."""
        return self.home / "lake"

    @property
    def warehouse(self) -> Path:
        """The night's DuckDB file."""
        return self.folder / "warehouse.duckdb"

    @property
    def spark(self) -> Path:
        """What Spark writes, when it builds the night, until it is in the warehouse."""
        return self.folder / "spark"

    @property
    def seeds(self) -> Path:
        """The settings tables of this night: shipped defaults under the shop's own."""
        return self.folder / "seeds"

    @property
    def state(self) -> Path:
        """Parquet that Python hands to dbt: ids, contacts, memberships, the ledger."""
        return self.folder / "state"

    @property
    def checks(self) -> Path:
        """What was checked and found."""
        return self.folder / "checks"

    @property
    def audiences(self) -> Path:
        """The files that marketing picks up."""
        return self.folder / "audiences"

    @property
    def report(self) -> Path:
        """The page that marketing reads."""
        return self.folder / "report"

    @property
    def logs(self) -> Path:
        """The night's log, and dbt's."""
        return self.folder / "logs"


@dataclass(frozen=True, slots=True)
class PublishedNight:
    """A night that was published; ``facts`` is what its ``night.json`` says."""

    folder: Path
    as_of: date
    number: int
    facts: Mapping[str, Any]
    is_rolled_back: bool
    is_delivered: bool

    @property
    def name(self) -> str:
        """``<as_of>`` or ``<as_of>.<number>``, the folder's name."""
        return self.folder.name

    @property
    def place(self) -> tuple[date, int]:
        """Where the night stands among the others, by date and number."""
        return self.as_of, self.number

    @property
    def is_pruned(self) -> bool:
        """Only ``night.json`` is left of it."""
        return not (self.folder / "warehouse.duckdb").exists()

    @property
    def home(self) -> Path:
        """The shop's home."""
        return self.folder.parents[1]

    def state_file(self, table: str) -> Path:
        """The lake file in which this night left ``table``."""
        return self.home / str(self.facts["state"][table])


def begin_night(home: Path, as_of: date) -> Night:
    """Open a fresh folder for one more attempt at the night of ``as_of``."""
    taken = [
        *(home / "nights" / ".attempts").glob(f"{as_of}.*"),
        *(home / "lake").glob(f"*/{as_of}.*"),
    ]
    numbers = [
        int(match[2]) for path in taken if (match := ATTEMPT_NAME.fullmatch(path.name))
    ]
    numbers += [
        int(night.facts["attempt"])
        for night in published_nights(home)
        if night.as_of == as_of
    ]
    night = Night(home=home, as_of=as_of, attempt=max(numbers, default=0) + 1)
    for folder in (night.seeds, night.state, night.checks, night.logs, night.lake):
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    return night


def published_nights(home: Path) -> list[PublishedNight]:
    """Every published night, oldest first, pruned and rolled-back ones included."""
    standing = read_standing(home)
    found = [
        read_night(path.parent, standing)
        for path in (home / "nights").glob("*/night.json")
        if NIGHT_NAME.fullmatch(path.parent.name)
    ]
    return sorted(found, key=lambda night: night.place)


def previous_night(home: Path, as_of: date) -> PublishedNight | None:
    """The newest published night with an earlier date that was not rolled back."""
    earlier = [
        night
        for night in published_nights(home)
        if night.as_of < as_of and not night.is_rolled_back
    ]
    return earlier[-1] if earlier else None


def current_night(home: Path) -> PublishedNight | None:
    """The night that readers see, if there is one."""
    link = home / "current"
    if not (link / "night.json").exists():
        return None
    return read_night(link.resolve(), read_standing(home))


def read_night(folder: Path, standing: Mapping[str, list[str]]) -> PublishedNight:
    """The published night in ``folder``.

    Raises:
        HomeError: the folder is not named as a night is, or its record is damaged.
    """
    match = NIGHT_NAME.fullmatch(folder.name)
    if match is None:
        message = f"{folder} is not a night's folder; 'current' must point to one"
        raise HomeError(message)
    return PublishedNight(
        folder=folder,
        as_of=date.fromisoformat(match[1]),
        number=int(match[2] or 1),
        facts=read_json(folder / "night.json"),
        is_rolled_back=folder.name in standing["rolled_back"],
        is_delivered=folder.name in standing["delivered"],
    )


def read_standing(home: Path) -> dict[str, list[str]]:
    """Which nights were ``rolled_back``, and which ``delivered``, by name.

    A night is delivered when ``current`` points to it for the first time: from then
    on somebody may have picked up its files.
    """
    path = home / "nights" / ".standing"
    return {"rolled_back": [], "delivered": []} | (
        read_json(path) if path.exists() else {}
    )


def read_json(path: Path) -> dict[str, Any]:
    """An object that a night wrote.

    Raises:
        HomeError: it is damaged.
    """
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        message = (
            f"{path} is damaged ({error}). Take it out of its folder, or restore it "
            "from a backup, and run this again"
        )
        raise HomeError(message) from None
    return found
