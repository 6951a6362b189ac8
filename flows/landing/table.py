"""A file's records as texts, each with the line it stands on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from flows.landing.json_text import members

__all__ = [
    "BEYOND",
    "BLANKS",
    "PLACEHOLDERS",
    "Table",
    "folded",
    "told_columns",
    "unique_headers",
]


BLANKS = (" ", "\t", "\n", "\r", "\u00a0", "\u3000", "\ufeff")


@dataclass(frozen=True)
class Table:
    """One row per record of a file, or of a batch of its records.

    Attributes:
        texts: a text column for each column of the file, as they stand in it.
        row_numbers: the line on which each record begins; the header is on line 1
            unless blank lines precede it.
        torn: why a record cannot be read at all, null for all others.
        blanks: the kinds of blank that a text may begin or end with.
    """

    texts: pl.DataFrame
    row_numbers: pl.Series
    torn: pl.Series | None = None
    blanks: tuple[str, ...] = BLANKS

    @cached_property
    def cells(self) -> pl.DataFrame:
        """The texts as they are read: trimmed, null where they say nothing."""
        return _cleaned(self.texts, self.blanks)

    @cached_property
    def faults(self) -> pl.Series | None:
        """Why a record is none: it is torn, or wider than the header."""
        return _too_wide(self.cells) if self.torn is None else self.torn

    @property
    def height(self) -> int:
        """How many records it has."""
        return self.texts.height

    def keys(self, header: str) -> pl.Series:
        """What each record says under ``header``, null where nothing."""
        place = self._places.get(folded(header))
        if place is None:
            return self.pick({"key": header})["key"]
        return self.texts.select(
            pl.when(pl.col(place) != "").then(place).alias("key")
        ).to_series()

    def rows(self, chosen: pl.Series) -> "Table":
        """The records that ``chosen`` says."""
        torn = None if self.torn is None else self.torn.filter(chosen)
        return Table(
            self.texts.filter(chosen),
            self.row_numbers.filter(chosen),
            torn,
            self.blanks,
        )

    def slice(self, start: int, count: int) -> "Table":
        """So many records from one on."""
        torn = None if self.torn is None else self.torn.slice(start, count)
        return Table(
            self.texts.slice(start, count),
            self.row_numbers.slice(start, count),
            torn,
            self.blanks,
        )

    def before(self, other: "Table") -> "Table":
        """These records and then those of ``other``."""
        torn = None
        if self.torn is not None or other.torn is not None:
            torn = pl.concat([_all_torn(self), _all_torn(other)])
        how: Literal["vertical", "diagonal"] = (
            "vertical" if self.texts.columns == other.texts.columns else "diagonal"
        )
        return Table(
            pl.concat([self.texts, other.texts], how=how),
            pl.concat([self.row_numbers, other.row_numbers]),
            torn,
            tuple(blank for blank in BLANKS if blank in self.blanks + other.blanks),
        )

    @property
    def headers(self) -> list[str]:
        """The file's column names, in its order."""
        return [name for name in self.texts.columns if not name.startswith(BEYOND)]

    def has(self, header: str) -> bool:
        """Whether the file has this column, or a member ``column.key`` in its JSON."""
        return folded(header) in self._places or self._member(header) is not None

    def pick(self, columns: Mapping[str, str]) -> pl.DataFrame:
        """Trimmed texts under new names, beside their row number.

        Args:
            columns: new name -> header, or ``column.key`` for a member of the JSON
                objects in a column. What the file lacks yields blanks.
        """
        cells = {name: self._cell(header) for name, header in columns.items()}
        said = [cell.alias(name) for name, cell in cells.items() if cell is not None]
        return pl.DataFrame([self.row_numbers.alias("row_number"), *said]).select(
            "row_number",
            *(
                pl.lit(None, pl.String).alias(name) if cell is None else pl.col(name)
                for name, cell in cells.items()
            ),
        )

    def _cell(self, header: str) -> pl.Series | None:
        place = self._places.get(folded(header))
        return self._member(header) if place is None else self.cells[place]

    def _member(self, header: str) -> pl.Series | None:
        """The values of ``column.key``; None where no object has that key."""
        column, dot, key = header.partition(".")
        place = self._places.get(folded(column))
        if not dot or place is None:
            return None
        inner = self._inner.get(place)
        if inner is None:
            inner = Table(members(self.cells[place]), self.row_numbers)
            self._inner[place] = inner
        return inner._cell(key) if inner.has(key) else None

    @cached_property
    def _inner(self) -> dict[str, "Table"]:
        """What was found in a column's JSON objects, once it was asked for."""
        return {}

    def repeats(self, *beside: pl.Series) -> pl.Series:
        """Whether a record equals an earlier one, cell by cell.

        Args:
            beside: what else must be equal.
        """
        cells = self.texts.hstack(list(beside))
        hashes = cells.hash_rows()
        if hashes.n_unique() == self.height:
            return pl.repeat(False, self.height, eager=True)
        is_alike = hashes.is_duplicated()
        alike = cells.filter(is_alike).to_struct("cells")
        repeated = (
            hashes.filter(is_alike)
            .to_frame("place")
            .with_columns(~alike.is_first_distinct().alias("is_repeated"))
        )
        places = is_alike.arg_true()
        return pl.repeat(False, self.height, eager=True).scatter(
            places.filter(repeated["is_repeated"]), True
        )

    @cached_property
    def _places(self) -> dict[str, str]:
        """The column behind each spelling of a header; of two alike the first."""
        return {folded(header): header for header in reversed(self.headers)}


# Cells beyond a record's last header are kept under this name and a number.
BEYOND = "beyond the header "

# What systems write where they have nothing to say.
PLACEHOLDERS = frozenset(
    spelled
    for word in ("null", "none", "nil", "nan", "n/a", "#n/a", "undefined", "unknown")
    for spelled in (word, word.upper(), word.title())
) | {"", "-", "--", "NaN", "无", "空", "未知", "暂无", "(blank)"}


def folded(header: str) -> str:
    """A header as it is compared: case and runs of blanks make no difference."""
    return " ".join(header.split()).casefold()


def told_columns(rows: pl.DataFrame) -> list[str]:
    """The columns in which any row has a value."""
    blank_counts = zip(rows.columns, rows.null_count().row(0), strict=True)
    return [name for name, count in blank_counts if count < rows.height]


def unique_headers(names: Iterable[str | None]) -> list[str]:
    """Column names that a table can have: stripped, named, no two alike."""
    headers: list[str] = []
    for position, name in enumerate(names, 1):
        base = (name or "").strip("\ufeff \t\r\n") or f"column {position}"
        header, copy = base, 1
        while header in headers:
            copy += 1
            header = f"{base} ({copy})"
        headers.append(header)
    return headers


def _all_torn(table: Table) -> pl.Series:
    if table.torn is not None:
        return table.torn
    return pl.repeat(None, table.height, dtype=pl.String, eager=True)


def _cleaned(texts: pl.DataFrame, blanks: tuple[str, ...]) -> pl.DataFrame:
    """Trimmed texts, null where a text is a placeholder for nothing.

    Most columns need neither, and looking costs less than writing them anew.
    """
    if not texts.height or not texts.width:
        return texts
    if not blanks:
        return _without_placeholders(texts)
    padded = texts.select(
        pl.any_horizontal(
            test(blank).any()
            for blank in blanks
            for test in (pl.col(name).str.starts_with, pl.col(name).str.ends_with)
        ).alias(name)
        for name in texts.columns
    ).row(0)
    cells = texts.with_columns(
        pl.col(name).str.strip_chars()
        for name, is_padded in zip(texts.columns, padded, strict=True)
        if is_padded
    )
    return _without_placeholders(cells)


def _without_placeholders(cells: pl.DataFrame) -> pl.DataFrame:
    placeholders = list(PLACEHOLDERS)
    empty = cells.select(pl.all().is_in(placeholders).any()).row(0)
    return cells.with_columns(
        pl.when(~pl.col(name).is_in(placeholders)).then(pl.col(name)).alias(name)
        for name, has_any in zip(cells.columns, empty, strict=True)
        if has_any
    )


def _too_wide(cells: pl.DataFrame) -> pl.Series | None:
    beyond = [name for name in cells.columns if name.startswith(BEYOND)]
    if not beyond:
        return None
    width = cells.width - len(beyond)
    reason = f"it has more cells than the {width} of the header"
    is_wide = pl.any_horizontal(pl.col(beyond).is_not_null())
    return cells.select(
        pl.when(is_wide).then(pl.lit(reason)).alias("fault")
    ).to_series()
