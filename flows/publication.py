"""How a night becomes the one that readers see: publish, roll back, keep N.

The link ``current`` is what readers follow. It moves in one atomic step, after the
night's folder was moved into place, and a journal lets the next night finish a
publication that was killed between the two.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.errors import HomeError
from flows.night import (
    Night,
    PublishedNight,
    current_night,
    published_nights,
    read_night,
    rolled_back_names,
)
from flows.warehouse import connect

__all__ = [
    "finish_publication",
    "prune_nights",
    "publish_night",
    "roll_back",
    "seal_warehouse",
]


def seal_warehouse(warehouse: Path) -> None:
    """Make the warehouse a file that stands alone and that any reader can open.

    Drops the views over the lake, writes everything down, and opens the file from a
    second process as a reader would.

    Raises:
        HomeError: a second process cannot open it.
    """
    with connect(warehouse, read_only=False) as connection:
        connection.execute("drop schema if exists landing cascade")
        connection.execute("drop schema if exists state cascade")
        connection.execute("checkpoint")
    look = "import duckdb, sys; duckdb.connect(sys.argv[1], read_only=True).close()"
    reader = subprocess.run(
        [sys.executable, "-c", look, str(warehouse)],
        capture_output=True,
        text=True,
        check=False,
    )
    if reader.returncode:
        said = reader.stderr.strip().splitlines()[-1]
        message = f"{warehouse} cannot be opened by a reader ({said}). Run it again"
        raise HomeError(message)


def publish_night(night: Night, facts: Mapping[str, Any]) -> PublishedNight:
    """Move the night into ``nights/`` and let ``current`` point to it.

    ``current`` never goes back in time: a night older than the current one is
    published beside it and the link stays.

    Raises:
        HomeError: the warehouse still has a write-ahead log, so a reader could
            not open it alone.
    """
    left_open = night.warehouse.with_name(night.warehouse.name + ".wal")
    if left_open.exists():
        message = (
            f"{left_open} is still there: a connection to the night's warehouse was "
            "not closed, so the night is not published. Run the night again"
        )
        raise HomeError(message)
    nights = night.home / "nights"
    number = 1 + sum(
        other.as_of == night.as_of for other in published_nights(night.home)
    )
    name = str(night.as_of) if number == 1 else f"{night.as_of}.{number}"
    _write_json(night.folder / "night.json", {"night": name, **facts})
    _write_json(nights / ".publishing", {"night": name, "attempt": night.label})
    night.folder.rename(nights / name)
    finish_publication(night.home)
    return read_night(nights / name, rolled_back_names(night.home))


def roll_back(home: Path, to: str | None = None) -> PublishedNight:
    """Let ``current`` point to the night before it, or to the night named ``to``.

    The nights after it are rolled back: they stay where they are, but no later
    night takes its ids or segments from them. What they delivered was delivered, so
    their contacts still count.

    Raises:
        HomeError: there is no such night, or nothing is left of it but its record.
    """
    present = current_night(home)
    if present is None:
        message = f"{home} has no published night, so there is nothing to roll back"
        raise HomeError(message)
    nights = published_nights(home)
    whole = [night for night in nights if not night.is_pruned]
    place = (present.as_of, present.number)
    if to is None:
        earlier = [
            night
            for night in whole
            if (night.as_of, night.number) < place and not night.is_rolled_back
        ]
        chosen = earlier[-1] if earlier else None
    else:
        chosen = next((night for night in whole if night.name == to), None)
    if chosen is None:
        wanted = f"no night {to!r}" if to else f"no night before {present.name}"
        names = ", ".join(night.name for night in whole)
        message = f"{home} has {wanted} to go back to; there are: {names}"
        raise HomeError(message)
    after = [
        night.name
        for night in nights
        if (night.as_of, night.number) > (chosen.as_of, chosen.number)
    ]
    kept = [
        name for name in rolled_back_names(home) if name not in {chosen.name, *after}
    ]
    _write_json(home / "nights" / ".rolled_back", sorted([*kept, *after]))
    _point_current(home, chosen.name)
    return read_night(chosen.folder, rolled_back_names(home))


def prune_nights(home: Path, keep: int) -> list[str]:
    """Empty all but the newest ``keep`` nights, and drop unpublished attempts.

    The current night is never emptied; of a failed attempt the newest is kept, so
    that its log and checks can be read. Returns the names of what went.
    """
    present = current_night(home)
    whole = [night for night in published_nights(home) if not night.is_pruned]
    old = [night for night in whole[:-keep] if present and night.name != present.name]
    for night in old:
        for path in night.folder.iterdir():
            if path.name == "night.json":
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    attempts = sorted((home / "nights" / ".attempts").glob("*"), key=_attempt_order)
    for folder in attempts[:-1]:
        shutil.rmtree(folder)
        for leftover in (home / "lake").glob(f"*/{folder.name}.*"):
            leftover.unlink()
    return [night.name for night in old] + [folder.name for folder in attempts[:-1]]


def finish_publication(home: Path) -> None:
    """Point ``current`` to the night that was moved last; safe to run again."""
    journal = home / "nights" / ".publishing"
    if not journal.exists():
        return
    name = json.loads(journal.read_text(encoding="utf-8"))["night"]
    moved = home / "nights" / name
    present = current_night(home)
    if moved.exists():
        night = read_night(moved, [])
        if present is None or night.as_of >= present.as_of:
            _point_current(home, name)
    journal.unlink()


def _attempt_order(folder: Path) -> tuple[str, int]:
    as_of, number = folder.name.split(".")
    return as_of, int(number)


def _point_current(home: Path, name: str) -> None:
    """One atomic step: a reader sees the night before or this one, never neither."""
    link = home / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("nights") / name)
    link.replace(home / "current")


def _write_json(path: Path, value: object) -> None:
    """Write whole or not at all."""
    draft = path.with_name(path.name + ".draft")
    draft.write_text(
        json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n",
        encoding="utf-8",
    )
    draft.replace(path)
