"""Batches that never part what belongs together, such as the lines of one order.

Exports write an order's lines one below the other, so it is enough to hold the last
order of a batch back for the next one. A file that scatters them all the same is read
a second time, with its scattered orders put together on disk.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.landing.table import Table

__all__ = ["ScatteredError", "closed_batches", "gathered_batches"]

# Groups of a scattered file are put together in so many parts, one in memory at a time.
PARTS = 64
Hashes = npt.NDArray[np.uint64]


class ScatteredError(Exception):
    """Groups of a file turned up in more than one batch: it is read the other way."""

    @property
    def hashes(self) -> Hashes:
        """The hashes of those groups' names."""
        hashes: Hashes = self.args[0]
        return hashes


def closed_batches(tables: Iterable[Table], header: str) -> Iterator[Table]:
    """The tables, cut where one group ends and the next begins.

    Raises:
        ScatteredError: when all was read, some groups were in more than one batch.
    """
    seen: list[Hashes] = []
    pending: list[Table] = []
    for table in tables:
        if not pending:
            pending = [table]
            continue
        closed, held = _parted(_joined(pending), header)
        if closed.height:
            seen.append(_distinct(closed.keys(header)))
            yield closed
            pending = [held, table] if held.height else [table]
        else:
            pending.append(table)
    if pending:
        table = _joined(pending)
        seen.append(_distinct(table.keys(header)))
        yield table
    scattered = _repeated(seen)
    if scattered.size:
        raise ScatteredError(scattered)


def _parted(table: Table, header: str) -> tuple[Table, Table]:
    """What is whole, and the last group, which may go on in the next table."""
    if not table.height:
        return table, table
    keys = table.keys(header)
    last = keys[-1]
    if last is None:
        return table, table.slice(0, 0)
    is_held = (keys == last).fill_null(False)
    count = int(is_held.sum())
    whole = table.height - count
    if is_held.tail(count).all():  # one below the other, as exports have it
        return table.slice(0, whole), table.slice(whole, count)
    return table.rows(~is_held), table.rows(is_held)


def gathered_batches(
    read: Callable[[], Iterable[Table]], header: str, scattered: Hashes
) -> Iterator[Table]:
    """The same file once more: first what is whole, then the scattered groups."""
    folder = Path(tempfile.mkdtemp(prefix="keyuan-"))
    try:
        rest = _put_by_all(folder, read(), header, scattered)
        yield from closed_batches(rest, header)
        for part in sorted(folder.iterdir()):
            yield _taken_up(part)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put_by_all(
    folder: Path, tables: Iterable[Table], header: str, scattered: Hashes
) -> Iterator[Table]:
    """Put the scattered groups by; give on the rest."""
    for number, table in enumerate(tables):
        hashes = _hashes(table.keys(header))
        is_scattered = np.isin(hashes, scattered)
        chosen = pl.Series(is_scattered, dtype=pl.Boolean)
        if is_scattered.any():
            _put_by(folder, number, table.rows(chosen), hashes[is_scattered])
        yield table.rows(~chosen)


def _put_by(folder: Path, number: int, table: Table, hashes: Hashes) -> None:
    rows = table.texts.with_columns(
        table.row_numbers.alias(ROW_NUMBER), _torn(table).alias(TORN)
    )
    for part in np.unique(hashes % PARTS):
        place = folder / f"{part:03}"
        place.mkdir(exist_ok=True)
        chosen = pl.Series(hashes % PARTS == part)
        rows.filter(chosen).write_parquet(place / f"{number:06}.parquet")


# No header of a file is spelled like these: headers are stripped.
ROW_NUMBER, TORN = " row_number", " torn"


def _taken_up(part: Path) -> Table:
    rows = pl.concat(
        [pl.read_parquet(path) for path in sorted(part.iterdir())], how="diagonal"
    ).sort(ROW_NUMBER)
    return Table(rows.drop(ROW_NUMBER, TORN), rows[ROW_NUMBER], rows[TORN])


def _joined(tables: list[Table]) -> Table:
    joined = tables[0]
    for table in tables[1:]:
        joined = joined.before(table)
    return joined


def _torn(table: Table) -> pl.Series:
    if table.torn is not None:
        return table.torn
    return pl.repeat(None, table.height, dtype=pl.String, eager=True)


def _hashes(keys: pl.Series) -> Hashes:
    return keys.hash().to_numpy()


def _distinct(keys: pl.Series) -> Hashes:
    """The hashes of the groups in a batch, each once."""
    starts = keys.filter((keys != keys.shift(1)).fill_null(True) & keys.is_not_null())
    return starts.hash().unique().sort().to_numpy()


def _repeated(batches: list[Hashes]) -> Hashes:
    """The hashes that more than one batch has."""
    every = np.sort(np.concatenate(batches)) if batches else np.array([], np.uint64)
    return np.unique(every[1:][every[1:] == every[:-1]])
