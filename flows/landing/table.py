"""A file's records as texts, each with the line it stands on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

__all__ = ["Table", "folded", "unique_headers"]


@dataclass(frozen=True, slots=True)
class Table:
    """One row per record of a file.

    Attributes:
        texts: a text column for each column of the file, blank cells null.
        row_numbers: the line on which each record begins; the header is on line 1
            unless blank lines precede it.
    """

    texts: pl.DataFrame
    row_numbers: pl.Series

    @property
    def headers(self) -> list[str]:
        """The file's column names, in its order."""
        return self.texts.columns

    def has(self, header: str) -> bool:
        """Whether the file has this column."""
        return folded(header) in self._places()

    def pick(self, columns: Mapping[str, str]) -> pl.DataFrame:
        """Trimmed texts under new names, beside their row number.

        Args:
            columns: new name -> header. A header that the file lacks yields blanks.
        """
        places = self._places()
        picked = [
            _trimmed(places[folded(header)]).alias(name)
            if folded(header) in places
            else pl.lit(None, dtype=pl.String).alias(name)
            for name, header in columns.items()
        ]
        rows = self.texts.with_columns(self.row_numbers.alias(ROW_NUMBER))
        return rows.select(pl.col(ROW_NUMBER).alias("row_number"), *picked)

    def repeats(self, *beside: pl.Series) -> pl.Series:
        """Whether a record equals an earlier one, cell by cell.

        Args:
            beside: what else must be equal.
        """
        cells = self.texts.to_struct("cells").to_frame().with_columns(*beside)
        return ~cells.to_struct("cells").is_first_distinct()

    def _places(self) -> dict[str, str]:
        """The column behind each spelling of a header; of two alike the first."""
        return {folded(header): header for header in reversed(self.headers)}


# No header of a file is spelled like this: they are stripped.
ROW_NUMBER = " row_number"


def folded(header: str) -> str:
    """A header as it is compared: case and runs of blanks make no difference."""
    return " ".join(header.split()).casefold()


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


def _trimmed(header: str) -> pl.Expr:
    text = pl.col(header).str.strip_chars()
    return pl.when(text != "").then(text)
