"""Files of the lake, in Parquet or as bytes."""

from pathlib import Path

import polars as pl

from flows.files import write_whole
from flows.landing.contracts import CONTRACTS
from flows.landing.schemas import landed_schema

__all__ = ["SCHEMA_SOURCE", "write_bytes", "write_frame", "write_schemas"]

# The name under which the lake keeps the empty file of every entity.
SCHEMA_SOURCE = "schema"


def write_frame(path: Path, rows: pl.DataFrame) -> None:
    """Write ``rows`` as Parquet, whole or not at all."""
    write_whole(path, lambda draft: rows.write_parquet(draft, compression="lz4"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content``, whole or not at all."""
    write_whole(path, lambda draft: draft.write_bytes(content))


def write_schemas(lake: Path) -> None:
    """An empty file of every entity, so that a shop without it has the table too."""
    for entity in CONTRACTS:
        path = lake / "landing" / SCHEMA_SOURCE / entity / "schema.parquet"
        write_frame(path, pl.DataFrame(schema=landed_schema(entity)))
