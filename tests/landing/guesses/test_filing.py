"""Where files lie before ``keyuan init`` and after it, and what is one source."""

import zipfile
from pathlib import Path

import xlsxwriter

from tests.landing.guesses.conftest import AMBIGUOUS, AMERICAN, MEMBERS, Given, Start


def test_files_stay_and_copies_lie_in_the_inbox(given: Given, started: Start) -> None:
    first = given("orders_1.csv", AMBIGUOUS)
    second = given("orders_2.csv", AMBIGUOUS.replace("1,02", "3,02"))
    done = started(first, second)

    assert first.exists()
    assert done.source.files == "inbox/orders/*.csv"
    inbox = done.home / "inbox" / "orders"
    assert {path.name for path in inbox.iterdir()} == {"orders_1.csv", "orders_2.csv"}


def test_files_of_one_name_from_two_folders_are_both_copied(
    given: Given, started: Start
) -> None:
    first = given("north/orders.csv", AMBIGUOUS)
    second = given("south/orders.csv", AMBIGUOUS.replace("1,02", "3,02"))
    done = started(first, second)

    inbox = done.home / "inbox" / "orders"
    assert {path.name for path in inbox.iterdir()} == {"orders.csv", "orders_2.csv"}


def test_a_folder_stands_for_the_files_in_it(given: Given, started: Start) -> None:
    given("orders.csv", AMBIGUOUS)
    given("sales.csv", AMERICAN)
    done = started(given(".hidden", "").parent)

    assert {source.name for source in done.shop.sources} == {"orders", "sales"}


def test_files_that_lie_in_the_inbox_stay_there(started: Start, tmp_path: Path) -> None:
    inbox = tmp_path / "shop" / "inbox" / "web"
    inbox.mkdir(parents=True)
    for name, text in (("orders_1.csv", AMBIGUOUS), ("sales_1.csv", AMERICAN)):
        (inbox / name).write_text(text)
    done = started(inbox)

    assert {source.files for source in done.shop.sources} == {
        "inbox/web/orders*.csv",
        "inbox/web/sales*.csv",
    }
    assert len(list((tmp_path / "shop" / "inbox").iterdir())) == 1


def test_an_archive_of_files_of_one_kind_is_one_source(
    started: Start, tmp_path: Path
) -> None:
    path = tmp_path / "orders.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("orders_1.csv", AMBIGUOUS)
        archive.writestr("orders_2.csv", AMBIGUOUS.replace("1,02", "3,02"))
    done = started(path)

    assert done.source.files == "inbox/orders/*.zip"
    assert [entry.entities for entry in done.land()] == [{"orders": 2}] * 2


def test_an_archive_of_files_of_several_kinds_is_not_read(
    given: Given, started: Start, tmp_path: Path
) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("orders.csv", AMBIGUOUS)
        archive.writestr("sales.csv", AMERICAN)
    done = started(path, given("orders.csv", AMBIGUOUS))

    assert "all.zip holds files of several kinds" in done.shown


def test_sheets_that_are_not_read_are_named(started: Start, tmp_path: Path) -> None:
    path = tmp_path / "members.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Members", "Old ones"):
            MEMBERS.write_excel(book, worksheet=name)

    assert "not Old ones" in started(path).shown
