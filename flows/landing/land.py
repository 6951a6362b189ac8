"""Landing: every new file of the inbox into the lake, and the ledger handed to dbt."""

from dataclasses import replace
from decimal import Decimal

import polars as pl

from flows.errors import ContractError
from flows.landing.contracts import LATER_DATES
from flows.landing.inbox import Incoming, check_sources, plan, read_bytes
from flows.landing.lake import write_frame, write_schemas
from flows.landing.ledger import (
    UNFINISHED,
    Entry,
    put_away_unfinished,
    read_ledger,
    write_entry,
)
from flows.landing.reading import Reading, reading_of
from flows.landing.state import lay_state
from flows.landing.taking import FileOrigin, Taken, take
from flows.night import Night
from flows.settings import Shop

__all__ = ["land_file", "land_home", "prepare"]


def land_home(night: Night, shop: Shop) -> dict[str, int]:
    """Land every new file, one after the other; return the counts of the lake."""
    for incoming in prepare(night, shop):
        land_file(night, shop, incoming)
    return lay_state(night, shop)


def prepare(night: Night, shop: Shop) -> list[Incoming]:
    """Make the lake ready and say which files are to be taken in tonight.

    Raises:
        HomeError: a source's settings cannot be followed.
    """
    check_sources(shop)
    entries = read_ledger(night.lake)
    write_schemas(night.lake)
    put_away_unfinished(night.lake, entries)
    return plan(night, shop, entries)


def land_file(night: Night, shop: Shop, incoming: Incoming) -> Entry:
    """Take in one file: its Parquet first, its ledger entry last.

    The wrong file is refused, and the ledger says why; that is no error of the night.
    """
    reading = reading_of(incoming.found.source, shop, night.as_of)
    try:
        data = read_bytes(night.home, incoming.found)
    except ContractError as refusal:
        unread = replace(incoming, found=incoming.found.by_name())
        entry = _refused(unread, reading, str(refusal))
    else:
        entry = _land(night, incoming, reading, data)
    write_entry(night.lake, entry)
    return entry


def _land(night: Night, incoming: Incoming, reading: Reading, data: bytes) -> Entry:
    found = incoming.found
    origin = FileOrigin(found.file_name, found.sha256, incoming.arrival)
    try:
        taken = take(data, origin, reading)
    except ContractError as refusal:
        return _refused(incoming, reading, str(refusal))
    _write_rows(night, incoming, taken)
    return _landed(incoming, reading, taken)


def _write_rows(night: Night, incoming: Incoming, taken: Taken) -> None:
    """Write a file's Parquet, in the place of what a crash may have left of it."""
    name = f"{incoming.found.sha256}.parquet"
    landing = night.lake / "landing" / incoming.source_name
    frames = {landing / entity / name: rows for entity, rows in taken.entities.items()}
    if taken.set_aside.height:
        frames[night.lake / "quarantine" / incoming.source_name / name] = (
            taken.set_aside
        )
    for path, rows in frames.items():
        write_frame(path, rows)
        path.with_name(path.name + UNFINISHED).unlink(missing_ok=True)


def _refused(incoming: Incoming, reading: Reading, reason: str) -> Entry:
    return Entry(
        arrival=incoming.arrival,
        source_name=incoming.source_name,
        layout=reading.source.layout,
        file_name=incoming.found.file_name,
        sha256=incoming.found.sha256,
        settings=incoming.settings,
        landed_on=reading.as_of,
        state="refused",
        reason=reason,
    )


def _landed(incoming: Incoming, reading: Reading, taken: Taken) -> Entry:
    aside = taken.set_aside
    reasons = aside.group_by("reason").len().sort("reason")
    return Entry(
        arrival=incoming.arrival,
        source_name=incoming.source_name,
        layout=reading.source.layout,
        file_name=incoming.found.file_name,
        sha256=incoming.found.sha256,
        settings=incoming.settings,
        landed_on=reading.as_of,
        state="landed",
        row_count=taken.row_count,
        landed_count=taken.row_count - aside.height,
        set_aside_count=aside.height,
        set_aside_amount=_money(aside),
        set_aside_reasons=dict(reasons.iter_rows()),
        emptied_counts=_emptied(taken),
        unknown_columns=taken.unknown_columns,
        entities={entity: rows.height for entity, rows in taken.entities.items()},
        entity_later_count=_later(taken, reading),
    )


def _money(aside: pl.DataFrame) -> Decimal:
    amount = aside["amount"].sum()
    return amount if isinstance(amount, Decimal) else Decimal("0.00")


def _emptied(taken: Taken) -> dict[str, int]:
    """How many values of each column were unreadable and emptied."""
    counts: dict[str, int] = {}
    for rows in taken.entities.values():
        kept = rows.filter(pl.col("unreadable").is_not_null())["unreadable"]
        for column in rows.columns if len(kept) else ():
            count = kept.str.json_path_match(f"$.{column}").count()
            if count:
                counts[column] = counts.get(column, 0) + count
    return counts


def _later(taken: Taken, reading: Reading) -> dict[str, int]:
    """How many rows of each entity are dated after the night: they wait."""
    counts = {}
    is_later = {
        entity: taken.entities[entity].filter(pl.col(column) > reading.as_of)
        for entity, column in LATER_DATES.items()
        if entity in taken.entities
    }
    if "orders" in is_later and "order_lines" in taken.entities:
        is_later["order_lines"] = taken.entities["order_lines"].join(
            is_later["orders"], on="order_id", how="semi"
        )
    for entity, rows in is_later.items():
        if rows.height:
            counts[entity] = rows.height
    return counts
