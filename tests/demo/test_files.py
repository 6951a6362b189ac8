"""Pages as files: what another reader finds in them."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from flows.demo.writes.files import write_page

PAGE = pl.DataFrame(
    {
        "数量": ["12", "about a dozen", None],
        "货架": ["A1-2", "=1+1", "007a"],
        "日期": [date(2025, 6, 30), None, date(2024, 2, 29)],
    }
)


def test_a_workbook_holds_dates_numbers_and_texts_as_typed_in(tmp_path: Path) -> None:
    write_page(tmp_path / "inbox" / "page.xlsx", PAGE)
    sheet = openpyxl.load_workbook(tmp_path / "inbox" / "page.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert rows[0] == ["数量", "货架", "日期"]
    assert [row[0] for row in rows[1:]] == [12, "about a dozen", None]
    assert [row[1] for row in rows[1:]] == ["A1-2", "=1+1", "007a"]
    assert [str(row[2])[:10] for row in rows[1:]] == [
        "2025-06-30",
        "None",
        "2024-02-29",
    ]
    assert sheet["C2"].is_date
    assert sheet["B3"].data_type == "s"


def test_a_workbook_does_not_say_when_it_was_made(tmp_path: Path) -> None:
    write_page(tmp_path / "page.xlsx", PAGE)
    properties = openpyxl.load_workbook(tmp_path / "page.xlsx").properties

    assert (properties.created.year, properties.modified.year) == (2020, 2020)


@pytest.mark.parametrize("name", ["page.xlsx", "page.csv", "page.jsonl"])
def test_equal_pages_give_equal_bytes(tmp_path: Path, name: str) -> None:
    write_page(tmp_path / "a" / name, PAGE)
    write_page(tmp_path / "b" / name, PAGE)

    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_page_of_lines_holds_a_document_in_each(tmp_path: Path) -> None:
    write_page(tmp_path / "page.jsonl", PAGE.select("数量", "货架"))
    lines = (tmp_path / "page.jsonl").read_text(encoding="utf-8").splitlines()

    assert [json.loads(line) for line in lines] == PAGE.select(
        "数量", "货架"
    ).to_dicts()
