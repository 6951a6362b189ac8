"""``people.xlsx``: one campaign for people to read, safe to open in a spreadsheet.

Every cell of a person is written as text, explicitly: a name such as ``=cmd()`` is
shown and never run, and a phone number keeps its plus sign and every digit. The
document's properties and dates come from the night, so equal rows give equal bytes.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flows.exports.texts import words_of

__all__ = ["SHEET_ROWS", "Cover", "workbook_bytes"]

SHEET_ROWS = 1_000_000
"""People per sheet; a spreadsheet ends at 1,048,576 rows, further ones go on."""

WIDTHS = {"customer_id": 24, "email": 34, "phone": 20, "entered_on": 20, "reason": 90}
USUAL_WIDTH = 18
REASONS_SHOWN = 15
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first sheet says of the campaign."""

    shop: str
    language: str
    campaign: str
    title: str
    audience: str
    as_of: date
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Styles:
    title: Format
    header: Format
    label: Format
    text: Format
    count: Format


def workbook_bytes(cover: Cover, sheets: Mapping[str, pl.DataFrame]) -> bytes:
    """The workbook: a cover, then a sheet per channel (``sheets``, by channel)."""
    words = words_of(cover.language)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties(
            {
                "title": f"{cover.title} {cover.as_of}",
                "author": cover.shop,
                "created": datetime.combine(cover.as_of, time(), tzinfo=UTC),
            }
        )
        styles = _styles(book)
        _write_cover(book.add_worksheet(words["about"]), styles, cover, sheets)
        for channel, people in sheets.items():
            name = words[f"{channel}_sheet"]
            for number, start in enumerate(range(0, people.height or 1, SHEET_ROWS), 1):
                sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
                _write_people(sheet, styles, words, people.slice(start, SHEET_ROWS))
    return content.getvalue()


def _styles(book: Workbook) -> _Styles:
    rule = {"bottom": 1, "bottom_color": "#1F6F5C"}
    return _Styles(
        title=book.add_format({"bold": True, "font_size": 18, "font_color": "#1F6F5C"}),
        header=book.add_format({"bold": True, "bg_color": "#E6F0EC", **rule}),
        label=book.add_format({"font_color": "#5B6560", "valign": "top"}),
        text=book.add_format({"num_format": "@", "valign": "top"}),
        count=book.add_format({"num_format": "#,##0", "align": "left"}),
    )


def _write_people(
    sheet: Worksheet, styles: _Styles, words: Mapping[str, str], people: pl.DataFrame
) -> None:
    sheet.add_write_handler(str, _write_as_text)
    for place, field in enumerate(people.columns):
        sheet.write_string(0, place, words[field], styles.header)
        sheet.set_column(place, place, WIDTHS.get(field, USUAL_WIDTH), styles.text)
        sheet.write_column(1, place, people[field].to_list(), styles.text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(people.height, 1), people.width - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_as_text(
    sheet: Worksheet, row: int, place: int, value: str, style: Format | None = None
) -> int:
    return int(sheet.write_string(row, place, value, style))


def _write_cover(
    sheet: Worksheet, styles: _Styles, cover: Cover, sheets: Mapping[str, pl.DataFrame]
) -> None:
    words = words_of(cover.language)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 46, styles.label)
    sheet.set_column(1, 1, 70)
    sheet.write_string(0, 0, cover.title, styles.title)
    texts = {
        words["shop"]: cover.shop,
        words["as_of"]: cover.as_of.isoformat(),
        words["campaign_code"]: cover.campaign,
        words["audience"]: cover.audience,
    }
    counts = {words["people"]: sum(people.height for people in sheets.values())}
    for channel, people in sheets.items():
        name = words[f"{channel}_sheet"]
        counts[words["by_channel"].format(channel=name)] = people.height
    for outcome in ("held_out", "dropped"):
        counts[words[outcome]] = cover.left_out.get(outcome, 0)
    for row, (label, text) in enumerate(texts.items(), start=2):
        sheet.write_string(row, 0, label, styles.label)
        sheet.write_string(row, 1, text, styles.text)
    for row, (label, count) in enumerate(counts.items(), start=2 + len(texts)):
        sheet.write_string(row, 0, label, styles.label)
        sheet.write_number(row, 1, count, styles.count)
    below = 3 + len(texts) + len(counts)
    sheet.write_string(below, 0, words["why"], styles.label)
    sheet.write_string(below + 1, 0, words["care"], styles.label)
    _write_reasons(sheet, styles, words, (below + 3, _reasons(sheets)))


def _reasons(sheets: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The reasons that several people share, the most frequent first."""
    every = pl.concat([people.select("reason") for people in sheets.values()])
    counted = every.drop_nulls().group_by("reason").len("count")
    ranked = counted.filter(pl.col("count") > 1).sort(
        "count", "reason", descending=[True, False]
    )
    return ranked.head(REASONS_SHOWN)


def _write_reasons(
    sheet: Worksheet,
    styles: _Styles,
    words: Mapping[str, str],
    place: tuple[int, pl.DataFrame],
) -> None:
    top, reasons = place
    if reasons.is_empty():
        return
    sheet.add_write_handler(str, _write_as_text)
    sheet.write_string(top, 0, words["reasons"], styles.header)
    sheet.write_string(top, 1, words["count"], styles.header)
    sheet.write_column(top + 1, 0, reasons["reason"].to_list(), styles.text)
    sheet.write_column(top + 1, 1, reasons["count"].to_list(), styles.count)
