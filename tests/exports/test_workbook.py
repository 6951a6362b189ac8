import io
from collections.abc import Callable
from datetime import date

import openpyxl
import polars as pl
import pytest
from openpyxl.workbook import Workbook

from flows.exports import workbook
from flows.exports.campaigns import read_campaigns
from flows.exports.export import export_campaign
from flows.exports.texts import TEXTS
from flows.exports.workbook import Cover, workbook_bytes
from flows.night import Night
from flows.settings import Shop

COVER = Cover(
    shop="Corner Stationery",
    language="en",
    campaign="win_back",
    title="We miss you",
    audience="win_back",
    as_of=date(2025, 3, 2),
    left_out={"held_out": 4, "dropped": 7},
)
FORMULAS = [
    "=cmd()",
    "+8613800000001",
    "-1",
    "@sum",
    "{=1+1}",
    "http://a.example",
    "007",
]


def read_back(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_what_looks_like_a_formula_stays_text() -> None:
    people = pl.DataFrame({"name": FORMULAS, "reason": FORMULAS[::-1]})
    sheet = read_back(workbook_bytes(COVER, {"email": people}))["E-mail"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[::2]] == FORMULAS
    assert all(cell.hyperlink is None for cell in cells)


def test_the_first_sheet_says_what_the_campaign_is() -> None:
    people = pl.DataFrame(
        {"name": ["Ann", "Bea", "Cy"], "reason": ["old", "old", "new"]}
    )
    cover = read_back(workbook_bytes(COVER, {"email": people})).worksheets[0]
    told = {row[0]: row[1] for row in cover.iter_rows(values_only=True) if row[0]}
    assert told["Campaign code"] == "win_back"
    assert told["Night (everything up to)"] == "2025-03-02"
    assert told["People in this workbook"] == 3
    assert told["People by E-mail"] == 3
    assert told["Held out for comparison (please do not contact)"] == 4
    assert told["Left out (the report says why)"] == 7
    assert told["old"] == 2
    assert "new" not in told


def test_every_person_stands_in_the_sheet_of_the_channel_with_the_reason(
    night: Night, shop: Shop
) -> None:
    night.audiences.mkdir()
    for campaign in read_campaigns(night.warehouse):
        export_campaign(night, shop, campaign)
    book = openpyxl.load_workbook(night.audiences / "win_back" / "people.xlsx")
    assert book.sheetnames == ["About", "E-mail", "SMS"]
    rows = list(book["E-mail"].iter_rows(values_only=True))
    assert rows[0][-1] == "Why"
    assert rows[1][:3] == ("c1", "=cmd()", "=cmd()")
    assert rows[1][-1] == "No purchase for 200 days"
    assert book["E-mail"].freeze_panes == "B2"
    assert [row[4] for row in book["SMS"].iter_rows(values_only=True)] == [
        "Phone",
        "+8613800000002",
    ]
    everything = str([list(sheet.values) for sheet in book.worksheets])
    assert "Secret Street" not in everything
    assert "1980" not in everything
    assert book["About"]["A1"].value == "We miss you"


def test_headers_are_in_the_language_of_the_shop(
    night: Night, shop: Shop, change: Callable[[str], None]
) -> None:
    change("delete from settings.campaigns where campaign = 'birthday'")
    night.audiences.mkdir()
    chinese = shop.model_copy(update={"language": "zh"})
    export_campaign(night, chinese, read_campaigns(night.warehouse)[0])
    book = openpyxl.load_workbook(night.audiences / "win_back" / "people.xlsx")
    assert book.sheetnames == ["说明", "邮件", "短信"]
    assert book["说明"]["A1"].value == "想念您"
    assert book["短信"]["A1"].value == "顾客编号"


def test_the_document_is_dated_by_the_night() -> None:
    people = pl.DataFrame({"name": ["Ann"], "reason": ["x"]})
    content = workbook_bytes(COVER, {"sms": people})
    assert content == workbook_bytes(COVER, {"sms": people})
    created = read_back(content).properties.created
    assert created.isoformat() == "2025-03-02T00:00:00"


def test_more_people_than_a_sheet_holds_go_on_in_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 2)
    people = pl.DataFrame({"name": list("abcde"), "reason": ["x"] * 5})
    book = read_back(workbook_bytes(COVER, {"email": people}))
    assert book.sheetnames == ["About", "E-mail", "E-mail 2", "E-mail 3"]
    assert [sheet.max_row for sheet in book.worksheets[1:]] == [3, 3, 2]


def test_every_text_exists_in_every_language() -> None:
    assert all(
        set(texts) == {"en", "zh"} and all(texts.values()) for texts in TEXTS.values()
    )
