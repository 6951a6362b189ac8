"""The ledger as tables: what the night's folder keeps of it for dbt and the report."""

from collections.abc import Sequence

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.inbox import find_files
from flows.landing.lake import write_frame
from flows.landing.ledger import Entry, read_ledger, replays_folded
from flows.night import Night
from flows.settings import Shop

__all__ = ["FILES", "SET_ASIDE_REASONS", "lay_state"]

FILES = pl.Schema(
    {
        "arrival": pl.Int64(),
        "source_name": pl.String(),
        "file_name": pl.String(),
        "sha256": pl.String(),
        "landed_on": pl.Date(),
        "state": pl.String(),
        "reason": pl.String(),
        "row_count": pl.Int64(),
        "landed_count": pl.Int64(),
        "set_aside_count": pl.Int64(),
        "set_aside_amount": AMOUNT,
        "is_new": pl.Boolean(),
    }
)
SET_ASIDE_REASONS = pl.Schema(
    {"source_name": pl.String(), "reason": pl.String(), "row_count": pl.Int64()}
)


def lay_state(night: Night, shop: Shop) -> dict[str, int]:
    """Write ``state/files.parquet`` and ``set_aside_reasons.parquet``; count.

    ``state/shop.parquet`` keeps the settings that shaped the night beside them, so that
    its tables can be built again by hand.
    """
    entries = replays_folded(read_ledger(night.lake))
    files = _files(night, _still_told(night, shop, entries))
    write_frame(night.state / "files.parquet", files)
    write_frame(night.state / "set_aside_reasons.parquet", _reasons(entries))
    write_frame(night.state / "shop.parquet", _settings(shop))
    return {
        "files": files.height,
        "new_files": int(files["is_new"].sum()),
        "refused_files": files.filter(state="refused").height,
        "rows": int(files["row_count"].sum()),
        "landed": int(files["landed_count"].sum()),
        "set_aside": int(files["set_aside_count"].sum()),
    }


def _settings(shop: Shop) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "currency": shop.currency,
            "timezone": shop.timezone,
            "country": shop.country,
            "holdout_salt": shop.salt,
        }
    )


def _still_told(night: Night, shop: Shop, entries: Sequence[Entry]) -> list[Entry]:
    """All landed files, and of the refused ones those that still ask for an answer.

    That is: refused tonight, or still in the inbox and neither landed nor refused
    anew since.
    """
    newest = {_identity(entry): entry.arrival for entry in entries}
    refused = [
        entry
        for entry in entries
        if entry.state == "refused" and newest[_identity(entry)] == entry.arrival
    ]
    gone: set[int] = set()
    if any(entry.landed_on != night.as_of for entry in refused):
        inbox = find_files(night.home, shop)
        present = {(found.source.name, found.sha256) for found in inbox}
        gone = {
            entry.arrival
            for entry in refused
            if entry.landed_on != night.as_of and _identity(entry) not in present
        }
    told = {entry.arrival for entry in refused} - gone
    return [
        entry for entry in entries if entry.state == "landed" or entry.arrival in told
    ]


def _identity(entry: Entry) -> tuple[str, str]:
    return entry.source_name, entry.sha256


def _files(night: Night, entries: Sequence[Entry]) -> pl.DataFrame:
    rows = [
        {name: getattr(entry, name) for name in FILES.names() if name != "is_new"}
        | {"is_new": entry.landed_on == night.as_of}
        for entry in entries
    ]
    return pl.DataFrame(rows, schema=FILES).sort("arrival")


def _reasons(entries: Sequence[Entry]) -> pl.DataFrame:
    rows = [
        (entry.source_name, reason, count)
        for entry in entries
        for reason, count in entry.set_aside_reasons.items()
    ]
    return (
        pl.DataFrame(rows, schema=SET_ASIDE_REASONS, orient="row")
        .group_by("source_name", "reason")
        .agg(pl.col("row_count").sum())
        .sort("source_name", "reason")
    )
