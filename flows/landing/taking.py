"""A file's bytes to the rows that land and the rows that are set aside. No disk."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.errors import ContractError
from flows.landing.conform import conform
from flows.landing.contracts import AMOUNT, landed_schema
from flows.landing.currency import is_of_unknown_worth, without_foreign_money
from flows.landing.layouts import LAYOUTS
from flows.landing.layouts.layout import Frames, Layout, Shape
from flows.landing.orders import fill_lines, one_row_per_order
from flows.landing.quarantine import set_aside
from flows.landing.readers import read_table
from flows.landing.reading import Reading
from flows.landing.table import Table, folded

__all__ = ["FileOrigin", "Taken", "take"]

# Columns that a row has only when something was found out about it.
LATER_FOUND = (
    "original_currency",
    "original_total_amount",
    "original_line_amount",
    "fx_rate",
    "unknown",
)


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """Which file it is: its name in the home, its bytes' sha256, its number."""

    file_name: str
    sha256: str
    arrival: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What was found in a file.

    Attributes:
        entities: the landed rows of each entity.
        set_aside: the rows that cannot land, with their reasons.
        row_count: how many rows the file has.
        unknown_columns: headers that the layout has no place for.
    """

    entities: Frames
    set_aside: pl.DataFrame
    row_count: int
    unknown_columns: tuple[str, ...]


def take(data: bytes, origin: FileOrigin, reading: Reading) -> Taken:
    """Read a file by its source's layout.

    Raises:
        ContractError: the file as a whole is not what its source says it is.
    """
    layout = LAYOUTS[reading.source.layout]
    table = read_table(data, origin.file_name)
    shape = layout.shape(reading.source, table)
    _check_headers(table, shape, origin.file_name)
    frames = _conformed(table, layout, shape, reading)
    reasons = _first_reasons(frames)
    aside = set_aside(
        table, reasons, _marks(origin, reading) | {"file_name": origin.file_name}
    )
    landed = {
        entity: _landed(entity, rows, origin, reading)
        for entity, rows in frames.items()
    }
    taken = Taken(landed, aside, len(table.row_numbers), _unknown(table, shape))
    _check_rows(frames, taken, origin.file_name)
    return taken


def _conformed(table: Table, layout: Layout, shape: Shape, reading: Reading) -> Frames:
    """The typed rows of each entity; a row has the same ``reason`` in all of them."""
    frames = {
        entity: conform(texts, layout.contracts[entity], reading, shape.headers)
        for entity, texts in layout.arrange(table, reading.source).items()
    }
    frames = _share_reasons(without_foreign_money(frames, reading))
    frames = layout.refine(frames, reading)
    lines = frames.get("order_lines")
    if lines is not None:
        if "_is_repeated" not in lines.columns:
            lines = lines.with_columns(table.repeats().alias("_is_repeated"))
        lines = lines.rename({"_is_repeated": "is_repeated"})
        frames["order_lines"] = fill_lines(lines)
    return frames


def _share_reasons(frames: Frames) -> Frames:
    """What keeps a row of a file from landing keeps all that was made of it."""
    found = [
        rows.filter(pl.col("reason").is_not_null()).select("row_number", "reason")
        for rows in frames.values()
    ]
    first = pl.concat(found).unique("row_number", keep="first", maintain_order=True)
    if not first.height:
        return frames
    return {
        entity: rows.drop("reason").join(
            first, on="row_number", how="left", validate="m:1", maintain_order="left"
        )
        for entity, rows in frames.items()
    }


def _first_reasons(frames: Frames) -> pl.DataFrame:
    """The rows of the file that cannot land: the reason, and the money in them."""
    worth = pl.when(~is_of_unknown_worth(pl.col("reason"))).then("line_amount")
    found = [
        rows.filter(pl.col("reason").is_not_null()).select(
            "row_number",
            "reason",
            entity=pl.lit(entity),
            amount=worth if entity == "order_lines" else pl.lit(None, AMOUNT),
        )
        for entity, rows in sorted(
            frames.items(), key=lambda item: item[0] != "order_lines"
        )
    ]
    return pl.concat(found).unique("row_number", keep="first", maintain_order=True)


def _landed(
    entity: str, rows: pl.DataFrame, origin: FileOrigin, reading: Reading
) -> pl.DataFrame:
    """The rows that land, with exactly the columns of a landed file."""
    rows = rows.filter(pl.col("reason").is_null())
    rows = rows.sort("row_number", maintain_order=True)
    if entity == "orders":
        rows = one_row_per_order(rows)
    marks = {**_marks(origin, reading), "arrival": origin.arrival}
    marks = dict.fromkeys(LATER_FOUND) | marks
    schema = landed_schema(entity)
    return rows.select(
        pl.col(name).cast(dtype)
        if name in rows.columns
        else pl.lit(marks[name], dtype).alias(name)
        for name, dtype in schema.items()
    )


def _marks(origin: FileOrigin, reading: Reading) -> dict[str, str | date]:
    return {
        "source_name": reading.source.name,
        "file_sha256": origin.sha256,
        "landed_on": reading.as_of,
    }


def _check_headers(table: Table, shape: Shape, name: str) -> None:
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


def _check_rows(frames: Frames, taken: Taken, name: str) -> None:
    """Rows in are rows landed and rows set aside; anything else is our own fault."""
    landed = pl.concat(
        rows["row_number"].filter(rows["reason"].is_null()) for rows in frames.values()
    ).n_unique()
    if landed + taken.set_aside.height != taken.row_count:
        message = (
            f"{name} has {taken.row_count} rows, of which {landed} would land and "
            f"{taken.set_aside.height} be set aside. Nothing of it was landed; report "
            "this with the file's header"
        )
        raise ContractError(message)
