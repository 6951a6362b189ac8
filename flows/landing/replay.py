"""Rows that were set aside, read again once what kept them from landing is mended.

They land beside the rows of their file, under its arrival number, as if they had
landed with it. The quarantine is never rewritten: what still cannot land is set aside
anew, and only the newest of a file's quarantines counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from flows.errors import HomeError
from flows.landing.inbox import fingerprint
from flows.landing.land import rates_known
from flows.landing.layouts import LAYOUTS
from flows.landing.ledger import Entry, read_ledger, replays_folded, write_entry
from flows.landing.quarantine import SET_ASIDE, table_of
from flows.landing.reading import Reading, reading_of
from flows.landing.sink import sink_of
from flows.landing.sources import check_sources
from flows.landing.taking import FileOrigin, Taken, check_headers, take_table
from flows.landing.tally import Tally
from flows.night import Night
from flows.settings import Shop

__all__ = ["Replayed", "open_rows", "replay"]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of a file's set-aside rows when they were read again."""

    file_name: str
    row_count: int
    landed_count: int
    reasons: dict[str, int]


def open_rows(lake: Path, source_name: str | None = None) -> pl.DataFrame:
    """The rows that are set aside by now, in the order of their files and lines."""
    found = [
        _rows_of(lake, entry) for entry in _with_rows(read_ledger(lake), source_name)
    ]
    return pl.concat(found) if found else pl.DataFrame(schema=SET_ASIDE)


def replay(night: Night, shop: Shop, source_name: str | None = None) -> list[Replayed]:
    """Read all set-aside rows again, of one source or of all.

    Raises:
        HomeError: there is no such source, or its settings cannot be followed.
    """
    sources = {source.name: source for source in shop.sources}
    if source_name is not None and source_name not in sources:
        message = (
            f"shop.toml has no source {source_name!r}; there are {', '.join(sources)}"
        )
        raise HomeError(message)
    check_sources(shop)
    rates = rates_known(night, shop)
    done = []
    for entry in _with_rows(read_ledger(night.lake), source_name):
        source = sources.get(entry.source_name)
        if source is None:  # gone from shop.toml: nobody says how to read it
            continue
        reading = reading_of(source, shop, night.as_of, rates)
        done.append(_replay_file(night, shop, entry, reading))
    return done


def _with_rows(entries: Sequence[Entry], source_name: str | None) -> list[Entry]:
    """The files that have rows set aside."""
    return [
        entry
        for entry in replays_folded(entries)
        if entry.state == "landed"
        and entry.set_aside_count
        and source_name in (None, entry.source_name)
    ]


def _rows_of(lake: Path, entry: Entry) -> pl.DataFrame:
    """What the newest quarantine of a file holds."""
    folder = lake / "quarantine" / entry.source_name
    paths = sorted(
        [
            *folder.glob(f"{entry.stem}.parquet"),
            *folder.glob(f"{entry.stem}-[0-9][0-9][0-9][0-9][0-9].parquet"),
        ]
    )
    rows = [pl.read_parquet(path).match_to_schema(SET_ASIDE) for path in paths]
    found = pl.concat(rows).sort("row_number") if rows else None
    if found is None or found.height != entry.set_aside_count:
        count = 0 if found is None else found.height
        message = (
            f"{folder} holds {count:,} rows of {entry.file_name}, and the ledger says "
            f"{entry.set_aside_count:,}: bring the lake back from a backup"
        )
        raise HomeError(message)
    return found


def _replay_file(night: Night, shop: Shop, entry: Entry, reading: Reading) -> Replayed:
    taken = _taken(_rows_of(night.lake, entry), entry, reading)
    if taken.row_count == taken.set_aside.height:
        reasons = taken.set_aside.group_by("reason").len().sort("reason")
        return Replayed(entry.file_name, taken.row_count, 0, dict(reasons.iter_rows()))
    tally = Tally()
    tally.add(taken, reading)
    numbers = [known.arrival for known in read_ledger(night.lake)]
    again = replace(
        _blank(entry),
        arrival=max(numbers) + 1,
        replay=entry.replay + 1,
        settings=fingerprint(reading.source, shop),
        layout=reading.source.layout,
        landed_on=night.as_of,
        **tally.facts(),
    )
    with sink_of(night.lake, entry.source_name, again.stem) as sink:
        sink.write(taken, 1)
        sink.commit()
    write_entry(night.lake, again)
    return Replayed(
        entry.file_name, again.row_count, again.landed_count, again.set_aside_reasons
    )


def _blank(entry: Entry) -> Entry:
    return Entry(
        arrival=entry.arrival,
        source_name=entry.source_name,
        layout=entry.layout,
        file_name=entry.file_name,
        sha256=entry.sha256,
        settings=entry.settings,
        landed_on=entry.landed_on,
        state="landed",
        form=entry.form,
    )


def _taken(rows: pl.DataFrame, entry: Entry, reading: Reading) -> Taken:
    """What the rows of a file come to as they are read now."""
    table, is_own = table_of(rows)
    layout = LAYOUTS[reading.source.layout]
    origin = FileOrigin(entry.file_name, entry.sha256, entry.arrival)
    shape = layout.shape(reading.source, table)
    check_headers(table, shape, entry.file_name)
    taken = take_table(table, layout, shape, origin, reading)
    own = table.row_numbers.filter(is_own).to_list()
    is_meant = pl.col("row_number").is_in(own)
    return Taken(
        {entity: found.filter(is_meant) for entity, found in taken.entities.items()},
        taken.set_aside.filter(is_meant),
        len(own),
        taken.unknown_columns,
        taken.told_counts,
    )
