"""Any table: a column map from ``shop.toml``, or headers that are canonical names.

A table of order lines carries its orders' columns too, the date above all: a source is
one kind of file, and lines without their orders could never count.
"""

import polars as pl

from flows.landing.contracts import CONTRACTS
from flows.landing.expressions import (
    headers_in,
    is_expression,
    problem_of,
    worked_out,
)
from flows.landing.layouts.layout import Frames, Layout, Shape
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]

# What landing fills in when a file has no column for it.
FILLED = {"changed_at", "purpose"}


def _names(entity: str) -> tuple[str, ...]:
    """The canonical names that a source of ``entity`` may map."""
    names = CONTRACTS[entity].names
    if entity != "order_lines":
        return names
    return tuple(dict.fromkeys((*names, *CONTRACTS["orders"].names)))


def _check(source: Source) -> str | None:
    where = f"sources.{source.name}"
    if source.entity not in CONTRACTS:
        found = f"it is {source.entity!r}" if source.entity else "it is missing"
        return (
            f"{where}.entity must say what the rows are ({found}); "
            f"write one of {', '.join(CONTRACTS)}"
        )
    names = _names(source.entity)
    unknown = sorted(set(source.columns) - set(names))
    if unknown:
        return (
            f"{where}.columns maps {', '.join(unknown)}, which {source.entity} do not "
            f"have; there are {', '.join(names)}"
        )
    for name, text in source.columns.items():
        problem = problem_of(text) if is_expression(text) else None
        if problem:
            return f"{where}.columns.{name} = {text!r} {problem}"
    missing = _unmapped(source) if source.columns else []
    if missing:
        return (
            f"{where}.columns does not map {', '.join(missing)}, which every row of "
            f"{source.entity} needs; map it to a header of the file"
        )
    return None


def _unmapped(source: Source) -> list[str]:
    """What a source's column map leaves out, though a row cannot land without it."""
    entity = source.entity or ""
    contracts = [CONTRACTS[entity]]
    if entity == "order_lines":
        contracts.append(CONTRACTS["orders"])
    names = [
        name
        for contract in contracts
        for name in contract.required
        if name not in FILLED and name not in source.columns
    ]
    groups = [
        " or ".join(group)
        for group in CONTRACTS[entity].one_of
        if not set(group) & set(source.columns)
    ]
    return list(dict.fromkeys(names)) + groups


def _of_orders() -> tuple[str, ...]:
    """The columns that an order has and its lines do not."""
    lines = CONTRACTS["order_lines"].names
    return tuple(name for name in CONTRACTS["orders"].names if name not in lines)


def _map(source: Source) -> dict[str, str]:
    """Canonical name -> header; a source without a map uses the names themselves."""
    return source.columns or {name: name for name in _names(source.entity or "")}


def _entities(source: Source, table: Table) -> dict[str, dict[str, str]]:
    """The entities that a file of ``source`` holds, each with its columns' headers."""
    columns = _map(source)
    entity = source.entity or ""
    names = {entity: CONTRACTS[entity].names}
    if entity == "order_lines":
        names = {"orders": ("order_id", *_of_orders()), **names}
    return {
        entity: {
            name: columns[name]
            for name in of_entity
            if name in columns
            and (name not in FILLED or _is_there(table, columns[name]))
        }
        for entity, of_entity in names.items()
    }


def _is_there(table: Table, text: str) -> bool:
    return all(table.has(header) for header in headers_in(text))


def _shape(source: Source, table: Table) -> Shape:
    entities = _entities(source, table)
    required: dict[tuple[str, ...], None] = {}
    for entity, columns in entities.items():
        contract = CONTRACTS[entity]
        groups = [(name,) for name in contract.required if name in columns]
        for group in (*groups, *contract.one_of):
            texts = [columns[name] for name in group if name in columns]
            if len(texts) == 1:  # all that it is worked out from must be there
                required |= {(header,): None for header in headers_in(texts[0])}
            else:
                required[tuple(h for text in texts for h in headers_in(text))] = None
    columns = _map(source)
    known = [header for text in columns.values() for header in headers_in(text)]
    return Shape(tuple(known), tuple(required), columns)


def _arrange(table: Table, source: Source) -> Frames:
    frames = {
        entity: _picked(table, columns, source)
        for entity, columns in _entities(source, table).items()
    }
    consents = frames.get("consents")
    if consents is not None and "purpose" not in consents.columns:
        frames["consents"] = consents.with_columns(purpose=pl.lit("marketing"))
    return frames


def _picked(table: Table, columns: dict[str, str], source: Source) -> pl.DataFrame:
    plain = {name: text for name, text in columns.items() if not is_expression(text)}
    return table.pick(plain).with_columns(
        worked_out(table, text, f"sources.{source.name}.columns.{name}").alias(name)
        for name, text in columns.items()
        if is_expression(text)
    )


def _group(source: Source, _table: Table) -> str | None:
    """Order lines belong together by their order, or what its number begins with."""
    if source.entity not in ("orders", "order_lines"):
        return None
    return next(iter(headers_in(_map(source)["order_id"])), None)


LAYOUT = Layout("generic", _shape, _arrange, _check, group_by=_group)
