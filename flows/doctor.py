"""What would keep a night from running, looked for before the night."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.errors import KeyuanError, LockError
from flows.landing.claims import refuse_shared_files
from flows.landing.inbox import find_files
from flows.landing.sources import check_sources
from flows.lock import hold_home
from flows.night import current_night
from flows.settings import Shop, load_shop
from flows.transform.seeds import settings_faults
from flows.transform.spark import lack_of_spark
from flows.transform.tables import find_tables

__all__ = ["Finding", "examine"]

FREE_BYTES = 2 * 2**30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in a sentence."""

    is_good: bool
    text: str


def examine(home: Path, target: str = "duckdb") -> list[Finding]:
    """Look at the home, its settings, its sources, the machine and the engine."""
    try:
        shop = load_shop(home)
    except KeyuanError as error:
        return [Finding(is_good=False, text=str(error))]
    return [
        Finding(is_good=True, text=f"{home / 'shop.toml'}: {shop.name}"),
        *_sources(shop, home),
        *_settings(shop, home),
        _lock(home),
        _current(home),
        _disk(home),
        _spark(home, target),
    ]


def _sources(shop: Shop, home: Path) -> Iterator[Finding]:
    if not shop.sources:
        yield Finding(
            is_good=False,
            text="shop.toml names no source; add one as [sources.<name>] (README)",
        )
    try:
        check_sources(shop)
        files = find_files(home, shop)
        refuse_shared_files((found.source, found.file_name) for found in files)
    except KeyuanError as error:
        yield Finding(is_good=False, text=str(error))
        return
    for source in shop.sources:
        count = sum(found.source.name == source.name for found in files)
        yield Finding(
            is_good=count > 0,
            text=f"source {source.name}: {count:,} files match {source.files}"
            + ("" if count else "; put its exports there, or mend 'files'"),
        )


def _settings(shop: Shop, home: Path) -> Iterator[Finding]:
    if faults := settings_faults(shop, home):
        yield from (Finding(is_good=False, text=fault) for fault in faults)
        return
    own = [table.path.name for table in find_tables(home) if table.is_own]
    named = ", ".join(own) if own else "the shipped defaults alone"
    yield Finding(is_good=True, text=f"settings tables: {named}")


def _lock(home: Path) -> Finding:
    if not os.access(home, os.W_OK):
        return Finding(
            is_good=False, text=f"{home} cannot be written to by this user; mend that"
        )
    try:
        with hold_home(home, "the doctor"):
            return Finding(is_good=True, text="no other night holds the home")
    except LockError as error:
        return Finding(is_good=False, text=str(error))


def _current(home: Path) -> Finding:
    try:
        present = current_night(home)
    except KeyuanError as error:
        return Finding(is_good=False, text=str(error))
    name = "none yet" if present is None else present.name
    return Finding(is_good=True, text=f"current night: {name}")


def _disk(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    return Finding(
        is_good=free > FREE_BYTES,
        text=f"{free / 2**30:.0f} GiB free on the disk of {home}"
        + ("" if free > FREE_BYTES else "; make room, a night needs at least 2"),
    )


def _spark(home: Path, target: str) -> Finding:
    lack = lack_of_spark(home)
    text = lack or "--target spark has what it needs"
    return Finding(is_good=lack is None or target != "spark", text=text)
