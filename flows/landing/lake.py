"""Files of the lake: written whole or not at all, for their owner alone."""

import os
from pathlib import Path

import polars as pl

from flows.landing.contracts import CONTRACTS, landed_schema

__all__ = ["SCHEMA_SOURCE", "write_bytes", "write_frame", "write_schemas"]

DRAFT = ".draft"
SCHEMA_SOURCE = "schema"  # where a source's name stands; no source may have it


def write_frame(path: Path, rows: pl.DataFrame) -> None:
    """Write Parquet under a draft's name in the same folder, then rename it."""
    draft = _draft_of(path)
    rows.write_parquet(draft)
    _keep(draft, path)


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` under a draft's name in the same folder, then rename it."""
    draft = _draft_of(path)
    draft.write_bytes(content)
    _keep(draft, path)


def write_schemas(lake: Path) -> None:
    """An empty file of every entity, so that a shop without it has the table too."""
    for entity in CONTRACTS:
        path = lake / "landing" / SCHEMA_SOURCE / entity / "schema.parquet"
        write_frame(path, pl.DataFrame(schema=landed_schema(entity)))


def _draft_of(path: Path) -> Path:
    """A draft's name; its folders are made, each for the owner alone."""
    missing = [folder for folder in path.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    return path.with_name(path.name + DRAFT)


def _keep(draft: Path, path: Path) -> None:
    """Put the draft in its place once it is on the disk."""
    with draft.open("rb+") as file:
        os.fchmod(file.fileno(), 0o600)
        os.fsync(file.fileno())
    draft.replace(path)
