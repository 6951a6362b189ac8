"""What ``keyuan layouts`` says: the exports that are read, and their columns."""

import inspect
from collections.abc import Iterator
from sys import modules

import polars as pl

from flows.errors import HomeError
from flows.landing.contracts import CONTRACTS, Contract
from flows.landing.layouts import LAYOUTS
from flows.landing.layouts.layout import Layout, Shape
from flows.landing.table import Table, folded
from flows.settings import Source

__all__ = ["entities_of", "layout_lines", "layouts_lines"]


def layouts_lines() -> Iterator[str]:
    """A line for each layout: its name, what it reads, the entities it makes."""
    rows = [
        (layout.name, ", ".join(entities_of(layout)), _purpose(layout))
        for layout in LAYOUTS.values()
    ]
    width = max(len(name) for name, _, _ in rows)
    for name, entities, purpose in rows:
        yield f"{name:<{width}}  {purpose}"
        yield f"{'':<{width}}    -> {entities}"
    yield "'keyuan layouts NAME' lists a layout's columns."


def layout_lines(name: str) -> Iterator[str]:
    """What one layout reads: its headers, and what each is to us.

    Raises:
        HomeError: there is no such layout.
    """
    layout = LAYOUTS.get(name)
    if layout is None:
        message = f"there is no layout {name!r}; there are {', '.join(LAYOUTS)}"
        raise HomeError(message)
    yield f"{name}: {_purpose(layout)}"
    if not _has_headers(layout):
        yield from _columns_of_entities()
        return
    shape = _shape(layout)
    yield f"Entities: {', '.join(entities_of(layout))}"
    yield "A file must have:"
    for group in shape.required:
        yield f"  {' or '.join(group)}"
    yield "Headers, and what they are here; nothing: only worked with, or kept:"
    ours = _canonical(layout, shape)
    width = max(map(len, shape.known))
    for header in shape.known:
        told = ", ".join(ours.get(folded(header), []))
        yield f"  {header:<{width}}  {told}".rstrip()


def entities_of(layout: Layout) -> list[str]:
    """The entities that a file of a layout holds; of ``generic`` any one."""
    if not _has_headers(layout):
        return ["any one of " + ", ".join(CONTRACTS)]
    known = dict.fromkeys(_shape(layout).known, pl.String)
    nothing = Table(pl.DataFrame(schema=known), pl.Series(dtype=pl.Int64))
    found = layout.arrange(nothing, _source(layout))
    return [entity for entity in CONTRACTS if entity in found]


def _has_headers(layout: Layout) -> bool:
    """Whether its headers are its own; ``generic`` has those of the settings."""
    return layout.check(_source(layout)) is None


def _shape(layout: Layout) -> Shape:
    nothing = Table(pl.DataFrame(), pl.Series(dtype=pl.Int64))
    return layout.shape(_source(layout), nothing)


def _source(layout: Layout) -> Source:
    return Source(name="source", kind="other", layout=layout.name, files="inbox/*")


def _purpose(layout: Layout) -> str:
    """The first sentence of its module."""
    module = modules[layout.arrange.__module__]
    text = " ".join((inspect.getdoc(module) or "").split())
    return text.split(". ")[0].replace("``", "").rstrip(".") + "."


def _canonical(layout: Layout, shape: Shape) -> dict[str, list[str]]:
    """Header -> our columns that are made of it, as the layout itself arranges them.

    A row whose every cell is a mark of its own is arranged; where a mark comes out,
    its header went in.
    """
    found: dict[str, list[str]] = {}
    for name, headers in shape.headers.items():
        for header in (headers, *headers.split(", ")):
            _add(found, header, name)
    marks = {header: f"mark{at:04}" for at, header in enumerate(shape.known)}
    cells = {header: [mark] for header, mark in marks.items()}
    table = Table(pl.DataFrame(cells), pl.Series([2]))
    for rows in layout.arrange(table, _source(layout)).values():
        texts = rows.select(pl.col(pl.String))
        for header, mark in marks.items():
            is_in = pl.all().str.contains(mark, literal=True).any()
            for name, says in texts.select(is_in).to_dict(as_series=False).items():
                if says == [True]:
                    _add(found, header, name)
    return found


def _add(found: dict[str, list[str]], header: str, name: str) -> None:
    names = found.setdefault(folded(header), [])
    if name not in names and not name.startswith("_"):
        names.append(name)


def _columns_of_entities() -> Iterator[str]:
    yield "Every entity's columns; * is required, 'a or b' says that one of them is:"
    for contract in CONTRACTS.values():
        yield f"{contract.entity}"
        for group in contract.one_of:
            yield f"  * {' or '.join(group)}"
        yield from _columns(contract)


def _columns(contract: Contract) -> Iterator[str]:
    width = max(map(len, contract.names))
    for column in contract.columns:
        mark = "*" if column.required else " "
        yield f"  {mark} {column.name:<{width}}  {column.kind.replace('_', ' ')}"
