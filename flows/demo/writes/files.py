"""Pages to files, by the ending of their names; equal pages give equal bytes."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import xlsxwriter

__all__ = ["write_page"]

# Workbooks carry the moment of their making; the demo has no clock.
MADE_AT = datetime(2020, 1, 1, tzinfo=UTC)
AS_TYPED = {
    "strings_to_numbers": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}


def write_page(path: Path, page: pl.DataFrame) -> None:
    """Write a page as CSV, as lines of JSON or as a workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    match path.suffix:
        case ".xlsx":
            _write_workbook(path, page)
        case ".jsonl":
            page.write_ndjson(path)
        case _:
            page.write_csv(path)


def _write_workbook(path: Path, page: pl.DataFrame) -> None:
    """One sheet; dates are dates, and figures become numbers, as when typed in."""
    with xlsxwriter.Workbook(path, AS_TYPED) as book:
        book.set_properties({"created": MADE_AT})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, page.columns)
        for place, column in enumerate(page.iter_columns()):
            sheet.write_column(1, place, column.to_list())
        sheet.freeze_panes(1, 0)
