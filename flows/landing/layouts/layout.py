"""What a layout says of an export: its headers, and which entities its rows make."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from flows.landing.contracts import CONTRACTS, Contract
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["Frames", "Layout", "Shape", "grouped_by", "no_group", "unchanged"]

Frames = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Shape:
    """The headers of a file as its layout expects them.

    Attributes:
        known: every header that the layout has a place for.
        required: of each group the file must have one.
        headers: canonical name -> what the export calls it, for the reasons.
    """

    known: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    headers: Mapping[str, str]


def unchanged(frames: Frames, _reading: Reading) -> Frames:
    """For a layout whose rows are as they should be once they are read."""
    return frames


def no_group(_source: Source, _table: Table) -> str | None:
    """For a layout whose every row is its own."""
    return None


@dataclass(frozen=True, slots=True)
class Layout:
    """An export that landing can read.

    Attributes:
        name: as ``shop.toml`` names it.
        shape: the headers to expect in a file of a source.
        arrange: a file's texts under canonical names, by entity; every row keeps the
            number of the file row it was made of.
        check: what is wrong with a source's settings for this layout, None if nothing.
        refine: what is worked out once the texts are read.
        contracts: what the rows must hold, where that differs from the entity's own.
        group_by: the header whose rows belong together, such as an order's number, by
            a source's settings and a file's headers; None where each row is its own.
            Landing reads a file in batches and never parts a group.
    """

    name: str
    shape: Callable[[Source, Table], Shape]
    arrange: Callable[[Table, Source], Frames]
    check: Callable[[Source], str | None]
    refine: Callable[[Frames, Reading], Frames] = unchanged
    contracts: Mapping[str, Contract] = field(default_factory=lambda: CONTRACTS)
    group_by: Callable[[Source, Table], str | None] = no_group


def grouped_by(header: str) -> Callable[[Source, Table], str | None]:
    """For a layout whose rows belong together by one header, where a file has it."""

    def of_any_file(_source: Source, table: Table) -> str | None:
        return header if table.has(header) else None

    return of_any_file
