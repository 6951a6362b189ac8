"""Settings tables as they were written: every cell, with the line it stands on."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TextIO

import polars as pl
import yaml

from flows.errors import HomeError

__all__ = ["PROJECT", "SettingsTable", "column_types", "find_tables"]

PROJECT = Path(__file__).parents[2] / "dbt_project"
# These each night writes from shop.toml.
WRITTEN = {"fee_products", "named_sources", "shop_sources"}
NOTHING = ("", "null")  # what dbt reads as no value


@dataclass(frozen=True, slots=True)
class SettingsTable:
    """One table that shops may have of their own.

    Attributes:
        name: as in dbt.
        path: its file.
        is_own: whether it is the shop's, or the shipped default.
        rows: ``line``, then its columns as text; a cell without a value is null.
    """

    name: str
    path: Path
    is_own: bool
    rows: pl.DataFrame

    @property
    def place(self) -> str:
        """The file, as a sentence names it."""
        return str(self.path) if self.is_own else f"{self.path.name} as shipped"

    def cell(self, line: int, column: str) -> str | None:
        """What stands in ``column`` of ``line``."""
        found: str | None = self.rows.filter(pl.col("line") == line)[column].item()
        return found


def find_tables(home: Path) -> list[SettingsTable]:
    """Every settings table: the shop's own, else the shipped default.

    Raises:
        HomeError: one in ``settings/`` has no default, is not readable as CSV, or lacks
            a column that the default has.
    """
    own = {path.stem: path for path in sorted((home / "settings").glob("*.csv"))}
    types = {name: list(of) for name, of in column_types().items()}
    known = [name for name in types if name not in WRITTEN]
    for name, path in own.items():
        if name in WRITTEN:
            message = f"{path} is written by each night from shop.toml; set it there"
            raise HomeError(message)
        if name not in known:
            there_are = ", ".join(f"{name}.csv" for name in sorted(known))
            message = f"{path} is not a settings table; there are: {there_are}"
            raise HomeError(f"{message}. Rename it")
    return [
        SettingsTable(name, path, name in own, _read(path, types[name]))
        for name in known
        for path in [own.get(name, PROJECT / "seeds" / f"{name}.csv")]
    ]


@cache
def column_types() -> dict[str, dict[str, str]]:
    """The type of every column of every settings table, as dbt_project.yml has it."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    tables = project["seeds"]["keyuan"]
    return {
        name: table["+column_types"]
        for name, table in tables.items()
        if isinstance(table, dict)
    }


def _read(path: Path, columns: Sequence[str]) -> pl.DataFrame:
    """The rows that say something, without blanks around their cells.

    The csv module reads them, as it does for dbt, because it alone says on which line
    a row begins.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            numbered = _with_lines(file)
            _, names = next(numbered, (1, []))
            written = list(numbered)
    except (csv.Error, UnicodeError, OSError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        message = f"{path} is not readable as CSV ({said}). Save it as CSV in UTF-8"
        raise HomeError(message) from None
    header = [name.strip() for name in names]
    _check_header(path, header, columns)
    schema = pl.Schema({"line": pl.Int64(), "cells": pl.List(pl.String())})
    rows = pl.DataFrame(written, schema=schema, orient="row")
    _check_width(path, header, rows)
    return rows.select(
        "line", *(_cell(header.index(name)).alias(name) for name in columns)
    ).filter(~pl.all_horizontal(pl.col(columns).is_null()))


def _with_lines(file: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Every row with the line it begins on: a quoted cell may have several lines."""
    begins = 1
    reader = csv.reader(file, strict=True)
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1


def _cell(index: int) -> pl.Expr:
    text = pl.col("cells").list.get(index, null_on_oob=True).str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(NOTHING)).then(text)


def _check_header(path: Path, header: list[str], columns: Sequence[str]) -> None:
    if not header:
        message = f"{path} is not readable as CSV (its first line is empty)"
        raise HomeError(f"{message}. It must be {','.join(columns)}")
    if missing := [name for name in columns if name not in header]:
        message = (
            f"{path} lacks the column {', '.join(missing)}; it must have "
            f"{', '.join(columns)}. Compare it with the default of the same name"
        )
        raise HomeError(message)
    if twice := [name for name in columns if header.count(name) > 1]:
        message = f"{path} has the column {twice[0]} twice. Take one out"
        raise HomeError(message)


def _check_width(path: Path, header: list[str], rows: pl.DataFrame) -> None:
    beyond = pl.col("cells").list.slice(len(header))
    wide = rows.filter(beyond.list.join("").str.strip_chars() != "")
    if not wide.is_empty():
        line, cells = wide.row(0)
        message = (
            f"{path}, line {line} has {len(cells)} values and the header "
            f"{len(header)}. Put a text that holds a comma between double quotes"
        )
        raise HomeError(message)
