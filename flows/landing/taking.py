"""A file's records, in batches, to rows that land and rows that are set aside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from flows.errors import ContractError
from flows.landing.batches import Hashes, closed_batches, gathered_batches
from flows.landing.conform import conform
from flows.landing.csv_text import BATCH
from flows.landing.currency import Exchange
from flows.landing.layouts import LAYOUTS
from flows.landing.layouts.layout import Frames, Layout, Shape
from flows.landing.orders import fill_lines, one_row_per_order
from flows.landing.quarantine import set_aside
from flows.landing.readers import File
from flows.landing.reading import Reading
from flows.landing.reasons import first_reasons, share_reasons, with_faults
from flows.landing.schemas import landed_schema
from flows.landing.table import Table, folded, told_columns
from flows.landing.wording import with_our_words

__all__ = [
    "Batch",
    "FileOrigin",
    "Taken",
    "check_headers",
    "take_batches",
    "take_table",
]


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """Which file it is: its name in the home, its bytes' sha256, its number."""

    file_name: str
    sha256: str
    arrival: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What was found in a file, or in a batch of its records.

    Attributes:
        entities: the landed rows of each entity.
        set_aside: the rows that cannot land, with their reasons.
        row_count: how many rows the file has.
        unknown_columns: headers that the layout has no place for.
        told_counts: how many values each column has.
    """

    entities: Frames
    set_aside: pl.DataFrame
    row_count: int
    unknown_columns: tuple[str, ...]
    told_counts: Mapping[str, int] = field(default_factory=dict)


def take_batches(
    file: File,
    origin: FileOrigin,
    reading: Reading,
    *,
    size: int = BATCH,
    scattered: Hashes | None = None,
) -> Iterator["Batch"]:
    """The batches of a file, each of which can be taken by itself.

    Args:
        file: the file.
        origin: which file it is.
        reading: how its source's files are read.
        size: how many bytes a batch has, about.
        scattered: the groups that are scattered over the file, once that is known.

    Raises:
        ContractError: the file as a whole is not what its source says it is.
        ScatteredError: at the end: what belongs together is not together in the file.
    """
    layout = LAYOUTS[reading.source.layout]
    tables = file.tables(size)
    first = next(tables)
    shape = layout.shape(reading.source, first)
    if first.headers or first.height:  # a list without documents names no keys
        check_headers(first, shape, origin.file_name)
    header = layout.group_by(reading.source, first)
    if header is None:
        batches = _from(first, tables)
    elif scattered is None:
        batches = closed_batches(_from(first, tables), header)
    else:
        batches = gathered_batches(lambda: file.tables(size), header, scattered)
    for table in batches:
        yield Batch(table, layout, shape, origin, reading)


def _from(first: Table, rest: Iterator[Table]) -> Iterator[Table]:
    yield first
    yield from rest


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records of a file, and all that it takes to understand them."""

    table: Table
    layout: Layout
    shape: Shape
    origin: FileOrigin
    reading: Reading

    def take(self) -> Taken:
        """The rows that land and those that do not."""
        return take_table(
            self.table, self.layout, self.shape, self.origin, self.reading
        )


def take_table(
    table: Table, layout: Layout, shape: Shape, origin: FileOrigin, reading: Reading
) -> Taken:
    """Read records by their source's layout.

    Raises:
        ContractError: a row got lost on the way, which is our own fault.
    """
    unknown = _unknown(table, shape)
    texts = {
        entity: with_our_words(rows, reading.source)
        for entity, rows in layout.arrange(table, reading.source).items()
    }
    told = {
        name: rows.height - blank_count
        for rows in texts.values()
        for name, blank_count in rows.null_count().row(0, named=True).items()
        if not name.startswith("_")
    }
    frames = _understood(texts, table, layout, shape, reading)
    reasons = first_reasons(frames, table)
    marks = _marks(origin, reading)
    group = layout.group_by(reading.source, table)
    aside = set_aside(table, reasons, marks | {"file_name": origin.file_name}, group)
    kept = _kept(table, unknown)
    landed = {
        entity: _landed(entity, rows, kept, marks | {"arrival": origin.arrival})
        for entity, rows in frames.items()
    }
    taken = Taken(landed, aside, table.height, unknown, told)
    _check_rows(frames, table, taken, origin.file_name)
    return taken


def _understood(
    texts: Frames, table: Table, layout: Layout, shape: Shape, reading: Reading
) -> Frames:
    """The typed rows of each entity; a row has the same ``reason`` in all of them."""
    frames = {
        entity: conform(rows, layout.contracts[entity], reading, shape.headers)
        for entity, rows in texts.items()
    }
    exchange = Exchange(reading)
    frames = with_faults(exchange.with_reasons(frames), table)
    frames = share_reasons(frames, table)
    rates = exchange.rates_of(frames)
    frames = layout.refine(frames, reading)
    lines = frames.get("order_lines")
    if lines is not None:
        if "_is_repeated" not in lines.columns:
            lines = lines.with_columns(_repeats(table, lines).alias("_is_repeated"))
        lines = lines.rename({"_is_repeated": "is_repeated"})
        frames["order_lines"] = fill_lines(lines)
    return exchange.converted(frames, rates)


def _repeats(table: Table, lines: pl.DataFrame) -> pl.Series:
    """Whether each line's record equals an earlier one."""
    if lines.height == table.height:
        return table.repeats()
    return pl.repeat(False, lines.height, eager=True)


def _landed(
    entity: str,
    rows: pl.DataFrame,
    kept: pl.DataFrame | None,
    marks: Mapping[str, object],
) -> pl.DataFrame:
    """The rows that land, with exactly the columns of a landed file."""
    schema = landed_schema(entity)
    told = told_columns(rows)
    if "reason" in told:
        rows = rows.filter(pl.col("reason").is_null())
    if not rows.height:
        return schema.to_frame()
    rows = rows.select(told)
    if not rows["row_number"].is_sorted():
        rows = rows.sort("row_number", maintain_order=True)
    if kept is not None:
        rows = rows.join(
            kept, on="row_number", how="left", validate="m:1", maintain_order="left"
        )
    if entity == "orders":
        rows = one_row_per_order(rows)
    return rows.select(
        pl.col(name).cast(dtype)
        if name in rows.columns
        else pl.lit(marks.get(name), dtype).alias(name)
        for name, dtype in schema.items()
    )


def _marks(origin: FileOrigin, reading: Reading) -> dict[str, str | date]:
    return {
        "source_name": reading.source.name,
        "file_sha256": origin.sha256,
        "landed_on": reading.as_of,
    }


def _kept(table: Table, unknown: tuple[str, ...]) -> pl.DataFrame | None:
    """What the columns say that the layout has no place for, as a JSON object."""
    told = [name for name in unknown if table.cells[name].null_count() < table.height]
    if not told:
        return None
    return table.cells.select(
        table.row_numbers.alias("row_number"),
        pl.struct(told).struct.json_encode().alias("unknown"),
    )


def check_headers(table: Table, shape: Shape, name: str) -> None:
    """See that the file has the columns that its layout cannot do without.

    Raises:
        ContractError: it lacks one.
    """
    for group in shape.required:
        if not any(table.has(header) for header in group):
            wanted = " or ".join(repr(header) for header in group)
            message = (
                f"{name} has no column {wanted}; {_headers_found(table, shape)}. Put "
                "the right export there, or mend the source's layout or columns in "
                "shop.toml"
            )
            raise ContractError(message)


def _headers_found(table: Table, shape: Shape) -> str:
    """What the header holds; nothing of it when it may be a row of data."""
    unknown = _unknown(table, shape)
    if len(unknown) == len(table.headers):
        return f"none of the {len(unknown)} cells of its first line is a known header"
    return f"its header has {', '.join(table.headers)}"


def _unknown(table: Table, shape: Shape) -> tuple[str, ...]:
    known = {folded(header) for header in shape.known}
    return tuple(header for header in table.headers if folded(header) not in known)


def _check_rows(frames: Frames, table: Table, taken: Taken, name: str) -> None:
    """Rows in are rows landed and rows set aside; anything else is our own fault."""
    whole = any(
        rows.height == table.height and rows["row_number"].equals(table.row_numbers)
        for rows in frames.values()
    )
    landed = (
        table.height - taken.set_aside.height
        if whole
        else pl.concat(
            rows["row_number"].filter(rows["reason"].is_null())
            for rows in frames.values()
        ).n_unique()
    )
    if landed + taken.set_aside.height != taken.row_count:
        message = (
            f"{name} has {taken.row_count} rows, of which {landed} would land and "
            f"{taken.set_aside.height} be set aside. Nothing of it was landed; report "
            "this with the file's header"
        )
        raise ContractError(message)
