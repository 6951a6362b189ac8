"""The stock counts, and the list of shops."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from flows.demo.town import TownSummary
from flows.demo.writes import inventory as inventory_page

Read = Callable[[str], pl.DataFrame]


@pytest.fixture(scope="module")
def counts(home: Path, summary: TownSummary) -> pl.DataFrame:
    """Every cell of the workbooks as another reader finds it, as text."""
    assert summary.file_count
    tables = []
    for path in sorted(home.glob("inbox/inventory/*.xlsx")):
        sheet = openpyxl.load_workbook(path, read_only=True).active
        assert sheet is not None
        header, *rows = sheet.iter_rows(values_only=True)
        texts = [[None if cell is None else str(cell) for cell in row] for row in rows]
        schema = [str(name) for name in header]
        tables.append(pl.DataFrame(texts, schema, orient="row"))
    return pl.concat(tables)


def test_a_workbook_has_the_header_of_the_count(counts: pl.DataFrame) -> None:
    assert ",".join(counts.columns) == inventory_page.HEADER


def test_every_shop_counts_on_the_last_day_of_every_month(counts: pl.DataFrame) -> None:
    days = counts["盘点日期"].drop_nulls().str.to_date("%Y-%m-%d 00:00:00")
    by_shop = counts.drop_nulls().group_by("门店").agg(pl.col("盘点日期").n_unique())

    assert days.eq(days.dt.month_end()).all()
    assert days.n_unique() == 24
    assert dict(by_shop.rows()) == {
        "Lantern Street": 24,
        "Riverside": 24,
        "Station Arcade": 24,
    }


def test_an_article_is_counted_once_on_each_of_its_shelves(
    counts: pl.DataFrame, read: Read
) -> None:
    known = read("inbox/catalogue/*.csv")["Article"].drop_nulls()
    whole = counts.drop_nulls()

    assert not whole.drop("数量").is_duplicated().any()
    assert whole["商品编号"].is_in(known.implode()).all()
    assert not whole["商品编号"].is_in(["BAG-01", "WRAP-01"]).any()
    assert "Store room" in set(whole["货架"])


def test_a_count_is_a_number_of_pieces_sometimes_none(counts: pl.DataFrame) -> None:
    pieces = counts["数量"].cast(pl.Int64, strict=False).drop_nulls()

    assert (pieces >= 0).all()
    assert (pieces == 0).any()
    assert pieces.max() > 50


def test_a_few_counts_cannot_be_read(counts: pl.DataFrame) -> None:
    assert (counts["数量"] == "about a dozen").sum() == 2
    assert counts["商品编号"].null_count() == 1
    assert counts["盘点日期"].null_count() == 1


def test_every_till_stands_in_a_shop_of_the_list(
    read: Read, till: pl.DataFrame
) -> None:
    shops = read("inbox/stores/*.csv")
    opened = shops.filter(pl.col("Opened") != "next spring")

    assert set(till["Location"]) == set(opened["Shop"])
    assert (
        opened["Opened"].str.to_date() < till["Date"].str.to_date(strict=False).min()
    ).all()
    assert shops.height == opened.height + 1
