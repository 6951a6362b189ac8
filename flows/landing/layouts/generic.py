"""Any table: a column map from ``shop.toml``, or headers that are canonical names.

A table of order lines carries its orders' columns too, the date above all: a source is
one kind of file, and lines without their orders could never count. JSON orders hold
their lines in a list, which ``lines`` names.
"""

from itertools import chain

import polars as pl

from flows.landing.contracts import CONTRACTS
from flows.landing.expressions import (
    groups_of,
    headers_in,
    is_expression,
    worked_out,
)
from flows.landing.layouts.documents import items_of, newest_versions, numbered
from flows.landing.layouts.generic_settings import (
    FILLED,
    check_generic,
    map_of,
    of_orders,
)
from flows.landing.layouts.layout import Frames, Layout, Shape
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]


def _entities(source: Source, table: Table) -> dict[str, dict[str, str]]:
    """The entities that a file of ``source`` holds, each with its columns' headers."""
    columns = map_of(source)
    entity = source.entity or ""
    names = {entity: CONTRACTS[entity].names}
    if entity == "order_lines":
        names = {"orders": ("order_id", *of_orders()), **names}
    return {
        entity: {
            name: columns[name]
            for name in of_entity
            if name in columns and (name not in FILLED or _has(table, columns[name]))
        }
        for entity, of_entity in names.items()
    }


def _has(table: Table, header: str) -> bool:
    """Whether the file has what a column is mapped to."""
    return all(any(table.has(one) for one in group) for group in groups_of(header))


def _shape(source: Source, table: Table) -> Shape:
    required: dict[tuple[str, ...], None] = {}
    for entity, columns in _entities(source, table).items():
        contract = CONTRACTS[entity]
        needed = [columns[name] for name in contract.required if name in columns]
        for header in needed:
            required |= dict.fromkeys(_groups(source, header))
        for group in contract.one_of:
            headers = [headers_in(columns[name]) for name in group if name in columns]
            if all(headers):  # one that needs no header is always there
                required[tuple(chain.from_iterable(headers))] = None
    columns = map_of(source)
    known = [one for header in columns.values() for one in headers_in(header)]
    outer = [header.partition(".")[0] for header in known]
    return Shape((*known, *outer), tuple(required), columns)


def _groups(source: Source, header: str) -> tuple[tuple[str, ...], ...]:
    """The headers that a required column needs; of a list's elements the list."""
    if _is_inner(source, header):
        return ((source.lines or "",),)
    return groups_of(header)


def _is_inner(source: Source, header: str) -> bool:
    """Whether a header is of the elements of the list that ``lines`` names."""
    return source.lines is not None and header.startswith(f"{source.lines}.")


def _arrange(table: Table, source: Source) -> Frames:
    frames = {
        entity: _lines_of(table, source, columns)
        if entity == "order_lines" and source.lines
        else _picked(table, source, columns, entity)
        for entity, columns in _entities(source, table).items()
    }
    consents = frames.get("consents")
    if consents is not None and "purpose" not in consents.columns:
        frames["consents"] = consents.with_columns(purpose=pl.lit("marketing"))
    return frames


def _picked(
    table: Table, source: Source, columns: dict[str, str], entity: str
) -> pl.DataFrame:
    """The file's texts under canonical names, those worked out that say so."""
    named = {name: at for name, at in columns.items() if not is_expression(at)}
    kinds = {column.name: column.kind for column in CONTRACTS[entity].columns}
    where = f"sources.{source.name}.columns"
    made = [
        worked_out(
            table, at, f"{where}.{name}", joins_blanks=kinds[name] == "text"
        ).alias(name)
        for name, at in columns.items()
        if is_expression(at)
    ]
    return table.pick(named).with_columns(made)


def _lines_of(table: Table, source: Source, columns: dict[str, str]) -> pl.DataFrame:
    """One row for each element of the documents' lists of lines."""
    items = items_of(table, source.lines or "")
    prefix = f"{source.lines}."
    inner = {
        name: header.removeprefix(prefix)
        for name, header in columns.items()
        if _is_inner(source, header)
    }
    outer = {name: at for name, at in columns.items() if name not in inner}
    of_documents = _picked(table, source, outer, "order_lines").drop("row_number")
    lines = items.table.pick(inner).hstack(of_documents[items.parents])
    return lines if "line_number" in columns else numbered(lines, "row_number")


def _refine(frames: Frames, reading: Reading) -> Frames:
    """Lines of a list belong to one version of their order."""
    if not reading.source.lines or "order_lines" not in frames:
        return frames
    newest = newest_versions(frames)
    none_repeated = pl.lit(value=False).alias("_is_repeated")
    return {**newest, "order_lines": newest["order_lines"].with_columns(none_repeated)}


def _group(source: Source, _table: Table) -> str | None:
    """Order lines belong together by their order, or what its number begins with."""
    if source.entity not in ("orders", "order_lines"):
        return None
    return next(iter(headers_in(map_of(source)["order_id"])), None)


LAYOUT = Layout("generic", _shape, _arrange, check_generic, _refine, group_by=_group)
