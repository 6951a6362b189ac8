"""What ``keyuan quarantine`` says: which rows are set aside, and why."""

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from flows.landing.ledger import read_ledger
from flows.landing.replay import Replayed, open_rows

__all__ = ["list_lines", "replay_lines", "show_lines"]


def list_lines(home: Path) -> Iterator[str]:
    """The files with rows set aside, a line for each reason; refused files too."""
    rows = open_rows(home / "lake")
    counts = rows.group_by("source_name", "file_name", "reason").len().sort(pl.all())
    for source_name, file_name, reason, count in counts.iter_rows():
        yield f"{count:>9,}  {source_name}  {file_name}: {reason}"
    yield f"{rows.height:>9,}  rows are set aside in all"
    refused = [
        entry
        for entry in read_ledger(home / "lake")
        if entry.state == "refused" and _is_still_there(home, entry.file_name)
    ]
    for entry in {entry.file_name: entry for entry in refused}.values():
        yield f"  refused  {entry.source_name}  {entry.reason}"


def _is_still_there(home: Path, file_name: str) -> bool:
    """Whether a file, or the archive that holds it, lies in the inbox."""
    path = home / file_name
    return any(place.is_file() for place in (path, *path.parents))


def show_lines(
    home: Path, source_name: str | None, reason: str | None, most: int
) -> Iterator[str]:
    """The set-aside rows themselves, with their text as the file had it."""
    rows = open_rows(home / "lake", source_name)
    if reason:
        rows = rows.filter(pl.col("reason").str.contains(reason, literal=True))
    shown = rows.head(most)
    for row in shown.iter_rows(named=True):
        yield f"{row['file_name']}, line {row['row_number']}: {row['reason']}"
        texts = json.loads(row["original"])
        told = [f"{name}={text!r}" for name, text in texts.items() if text is not None]
        yield f"    {', '.join(told)}"
    if rows.height > shown.height:
        yield f"... and {rows.height - shown.height:,} more (--limit shows more)"
    if not rows.height:
        yield "No row is set aside."


def replay_lines(done: list[Replayed]) -> Iterator[str]:
    """What came of reading the set-aside rows again."""
    for file in done:
        yield (
            f"{file.file_name}: of {file.row_count:,} rows {file.landed_count:,} "
            f"landed, {file.row_count - file.landed_count:,} are still set aside"
        )
        for reason, count in file.reasons.items():
            yield f"{count:>9,}  {reason}"
    landed = sum(file.landed_count for file in done)
    if landed:
        yield f"{landed:,} rows landed. The next night counts them."
    else:
        yield (
            "No row landed. Mend shop.toml (or add the missing exchange rates) first; "
            "'keyuan quarantine show' has the rows."
        )
