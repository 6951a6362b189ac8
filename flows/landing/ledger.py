"""The ledger: one entry for every file that was ever taken in, landed or refused.

An entry is written last. What a crash left in the lake before it has no entry and is
put out of the readers' sight when the next night begins.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from flows.errors import HomeError
from flows.landing.lake import SCHEMA_SOURCE, write_bytes

__all__ = [
    "UNFINISHED",
    "Entry",
    "put_away_unfinished",
    "read_ledger",
    "replays_folded",
    "stem_of",
    "write_entry",
]

UNFINISHED = ".unfinished"
PART = re.compile(r"-[0-9]{5}$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that was taken in.

    Attributes:
        arrival: its running number; the later file has the newer version of a record.
        replay: 0 when a file landed; 1 and so on each time its set-aside rows were
            read again. Such an entry's rows are the rows that were set aside before.
        settings: a fingerprint of what it was read by; another one is worth a retry.
        reason: why it was refused, None when it landed.
        set_aside_reasons: how many rows were set aside, by reason.
        emptied_counts: how many optional values were unreadable, by column.
        unknown_columns: headers that the layout has no place for.
        told_counts: how many values each column had, readable or not.
        form: what kind of file it was: ``CSV, GB18030``.
        entities: how many rows landed, by entity.
        entity_later_count: how many of them are dated after the night, by entity.
    """

    arrival: int
    source_name: str
    layout: str
    file_name: str
    sha256: str
    settings: str
    landed_on: date
    state: Literal["landed", "refused"]
    reason: str | None = None
    row_count: int = 0
    landed_count: int = 0
    set_aside_count: int = 0
    set_aside_amount: Decimal = Decimal("0.00")
    set_aside_reasons: dict[str, int] = field(default_factory=dict)
    emptied_counts: dict[str, int] = field(default_factory=dict)
    told_counts: dict[str, int] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()
    form: str = ""
    entities: dict[str, int] = field(default_factory=dict)
    entity_later_count: dict[str, int] = field(default_factory=dict)
    replay: int = 0

    @property
    def stem(self) -> str:
        """What the names of its Parquet begin with."""
        return f"{self.sha256}-replay{self.replay}" if self.replay else self.sha256


def write_entry(lake: Path, entry: Entry) -> None:
    """Write ``lake/ledger/<arrival>.json``, whole or not at all."""
    values = asdict(entry) | {
        "landed_on": entry.landed_on.isoformat(),
        "set_aside_amount": str(entry.set_aside_amount),
    }
    text = json.dumps(values, ensure_ascii=False, indent=1)
    write_bytes(_path(lake, entry.arrival), f"{text}\n".encode())


def read_ledger(lake: Path) -> list[Entry]:
    """Every entry, in the order of arrival.

    Raises:
        HomeError: an entry is damaged.
    """
    return [_read(path) for path in sorted((lake / "ledger").glob("*.json"))]


def replays_folded(entries: Iterable[Entry]) -> list[Entry]:
    """One entry for each file: what landed of it in all, what is set aside by now."""
    folded: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        key = (entry.source_name, entry.sha256, entry.state)
        if not entry.replay:
            folded[
                key if entry.state == "landed" else (*key[:2], str(entry.arrival))
            ] = entry
            continue
        file = folded[key]
        folded[key] = replace(
            file,
            landed_count=file.landed_count + entry.landed_count,
            set_aside_count=entry.set_aside_count,
            set_aside_amount=entry.set_aside_amount,
            set_aside_reasons=entry.set_aside_reasons,
            emptied_counts=_added(file.emptied_counts, entry.emptied_counts),
            entities=_added(file.entities, entry.entities),
            entity_later_count=_added(
                file.entity_later_count, entry.entity_later_count
            ),
            replay=entry.replay,
        )
    return list(folded.values())


def _added(counts: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    return dict(Counter(counts) + Counter(more))


def put_away_unfinished(lake: Path, entries: Iterable[Entry]) -> int:
    """Rename Parquet that no entry accounts for, and count it.

    A crash before the entry leaves it. When its file is still in the inbox it is
    written again; until then nothing may read it.
    """
    landed = {
        (entry.source_name, entry.stem) for entry in entries if entry.state == "landed"
    }
    found = [*lake.glob("landing/*/*/*.parquet"), *lake.glob("quarantine/*/*.parquet")]
    unfinished = [path for path in found if not _is_known(lake, path, landed)]
    for path in unfinished:
        path.replace(path.with_name(path.name + UNFINISHED))
    return len(unfinished)


def _is_known(lake: Path, path: Path, landed: Set[tuple[str, str]]) -> bool:
    """Whether the file that a Parquet file was made of is in the ledger."""
    source_name = path.relative_to(lake).parts[1]
    return source_name == SCHEMA_SOURCE or (source_name, stem_of(path)) in landed


def stem_of(path: Path) -> str:
    """What a Parquet file's name begins with; it may be one of several parts."""
    return PART.sub("", path.name.split(".")[0])


def _path(lake: Path, arrival: int) -> Path:
    return lake / "ledger" / f"{arrival:08}.json"


def _read(path: Path) -> Entry:
    try:
        values: dict[str, Any] = json.loads(path.read_bytes())
        return Entry(
            **values
            | {
                "landed_on": date.fromisoformat(values["landed_on"]),
                "set_aside_amount": Decimal(values["set_aside_amount"]),
                "unknown_columns": tuple(values["unknown_columns"]),
            }
        )
    except (ValueError, TypeError, KeyError, ArithmeticError) as error:
        message = (
            f"{path} is damaged ({error}): bring it back from a backup. Without it "
            "nobody knows whether its file was landed"
        )
        raise HomeError(message) from None
