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
from flows.files import write_whole
from flows.night import (
    ATTEMPT_NAME,
    Night,
    PublishedNight,
    current_night,
    published_nights,
    read_json,
    read_night,
    read_standing,
)
from flows.warehouse import connect

__all__ = [
    "finish_publication",
    "prune_attempts",
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
        lines = reader.stderr.strip().splitlines()
        said = lines[-1] if lines else f"exit code {reader.returncode}"
        message = f"{warehouse} cannot be opened by a reader ({said}). Run it again"
        raise HomeError(message)


def publish_night(
    night: Night, facts: Mapping[str, Any], *, is_beside: bool = False
) -> PublishedNight:
    """Move the night into ``nights/`` and let ``current`` point to it.

    ``current`` never goes back in time: a night older than the current one is
    published beside it and the link stays. So it does for one that ``is_beside``.

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
    _write_json(nights / ".publishing", {"night": name, "is_beside": is_beside})
    night.folder.rename(nights / name)
    finish_publication(night.home)
    return read_night(nights / name, read_standing(night.home))


def finish_publication(home: Path) -> None:
    """Point ``current`` to the night that was moved last; safe to run again."""
    journal = home / "nights" / ".publishing"
    if not journal.exists():
        return
    said = read_json(journal)
    moved = home / "nights" / said["night"]
    present = current_night(home)
    if moved.exists() and not said.get("is_beside"):
        night = read_night(moved, read_standing(home))
        if present is None or night.as_of >= present.as_of:
            _deliver(home, night.name)
    journal.unlink()


def roll_back(home: Path, to: str | None = None) -> PublishedNight:
    """Let ``current`` point to the night before it, or to the night named ``to``.

    The nights after it are rolled back: they stay where they are, but no later
    night takes its ids or segments from them. What they delivered was delivered, so
    their contacts still count. Going forward again brings back the nights between.

    Raises:
        HomeError: there is no such night, or nothing is left of it but its record.
    """
    finish_publication(home)
    present = current_night(home)
    if present is None:
        message = f"{home} has no published night, so there is nothing to roll back"
        raise HomeError(message)
    nights = published_nights(home)
    chosen = _night_to_go_to(home, present, nights, to)
    still = min(present.place, chosen.place)
    withdrawn = {
        night.name
        for night in nights
        if night.place > chosen.place or (night.is_rolled_back and night.place < still)
    }
    standing = read_standing(home)
    _write_standing(home, {**standing, "rolled_back": sorted(withdrawn)})
    _deliver(home, chosen.name)
    return read_night(chosen.folder, read_standing(home))


def _night_to_go_to(
    home: Path, present: PublishedNight, nights: list[PublishedNight], to: str | None
) -> PublishedNight:
    whole = [night for night in nights if not night.is_pruned]
    if to is None:
        fits = [
            night
            for night in whole
            if night.place < present.place and not night.is_rolled_back
        ]
    else:
        fits = [night for night in whole if night.name == to]
    if not fits:
        wanted = f"no night {to!r}" if to else f"no night before {present.name}"
        names = ", ".join(night.name for night in whole)
        message = f"{home} has {wanted} to go back to; there are: {names}"
        raise HomeError(message)
    return fits[-1]


def prune_nights(home: Path, keep: int, but: str = "") -> list[str]:
    """Empty all but the newest ``keep`` nights; return their names.

    Neither the current night is emptied nor the one named ``but``, which was published
    just now and may be of a date long past. The warehouse goes last, because a night
    that still has one is looked at again after a kill.
    """
    present = current_night(home)
    whole = [night for night in published_nights(home) if not night.is_pruned]
    spared = {but, present.name} if present else {night.name for night in whole}
    old = [night for night in whole[:-keep] if night.name not in spared]
    for night in old:
        for path in sorted(night.folder.iterdir(), key=lambda path: path.suffix):
            if path.name == "night.json" or path.suffix == ".duckdb":
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        (night.folder / "warehouse.duckdb").unlink()
    return [night.name for night in old]


def prune_attempts(home: Path) -> list[str]:
    """Drop every unpublished attempt but the newest; return their labels.

    The newest stays so that its log and checks can be read.
    """
    found = [
        (match[1], int(match[2]), path)
        for path in (home / "nights" / ".attempts").glob("*")
        if (match := ATTEMPT_NAME.fullmatch(path.name))
    ]
    old = [path for _, _, path in sorted(found)[:-1]]
    for folder in old:
        for leftover in (home / "lake").glob(f"*/{folder.name}.*"):
            leftover.unlink()
        shutil.rmtree(folder)
    return [folder.name for folder in old]


def _deliver(home: Path, name: str) -> None:
    """Point ``current`` to a night, and write down that readers had it.

    The link moves in one atomic step: a reader sees the night before or this one,
    never neither.
    """
    standing = read_standing(home)
    delivered = sorted({*standing["delivered"], name})
    _write_standing(home, {**standing, "delivered": delivered})
    link = home / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("nights") / name)
    link.replace(home / "current")


def _write_standing(home: Path, standing: Mapping[str, list[str]]) -> None:
    _write_json(home / "nights" / ".standing", standing)


def _write_json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_whole(path, lambda draft: draft.write_text(text, encoding="utf-8"))
