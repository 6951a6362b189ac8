"""Whose home it is: what the demo refuses, replaces and leaves alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.demo.home import LIST
from flows.demo.town import write_town
from flows.errors import HomeError

Bytes = Callable[[Path], dict[str, bytes]]


def test_another_shop_s_home_is_refused_and_left_as_it_was(
    tmp_path: Path, as_of: date, bytes_of: Bytes
) -> None:
    (tmp_path / "shop.toml").write_text('name = "Corner Stationery"\n')

    with pytest.raises(HomeError, match=r"is the shop 'Corner Stationery'.*--home"):
        write_town(tmp_path, 60, 3, as_of)
    assert bytes_of(tmp_path).keys() == {"shop.toml"}


@pytest.mark.parametrize("text", ["name = ", "", "name = 7\n", "\xff"])
def test_a_shop_without_a_name_that_can_be_read_is_refused(
    tmp_path: Path, as_of: date, text: str
) -> None:
    (tmp_path / "shop.toml").write_bytes(text.encode("latin-1"))

    with pytest.raises(HomeError, match=r"shop\.toml .*a home of its own"):
        write_town(tmp_path, 60, 3, as_of)


def test_an_inbox_that_somebody_else_filled_is_refused(
    tmp_path: Path, as_of: date, bytes_of: Bytes
) -> None:
    own = tmp_path / "inbox" / "till" / "mine.csv"
    own.parent.mkdir(parents=True)
    own.write_text("a,b\n1,2\n")

    with pytest.raises(HomeError, match=r"mine\.csv was not written by the demo"):
        write_town(tmp_path, 60, 3, as_of)
    assert bytes_of(tmp_path).keys() == {"inbox/till/mine.csv"}


def test_a_file_added_to_the_demo_s_inbox_is_refused(
    tmp_path: Path, as_of: date
) -> None:
    write_town(tmp_path, 60, 3, as_of)
    (tmp_path / "inbox" / "till" / "items_2031-01.csv").write_text("Date\n")

    with pytest.raises(HomeError, match=r"items_2031-01\.csv was not written"):
        write_town(tmp_path, 60, 3, as_of)


def test_a_hidden_file_of_the_desktop_is_nobody_s(tmp_path: Path, as_of: date) -> None:
    write_town(tmp_path, 60, 3, as_of)
    (tmp_path / "inbox" / ".DS_Store").write_text("")

    assert write_town(tmp_path, 60, 3, as_of).person_count == 60


def test_an_edited_file_of_the_demo_s_inbox_is_refused(
    tmp_path: Path, as_of: date
) -> None:
    write_town(tmp_path, 60, 3, as_of)
    (tmp_path / "inbox" / "catalogue" / "products.csv").write_text("Article\n")

    with pytest.raises(HomeError, match=r"products\.csv was not written"):
        write_town(tmp_path, 60, 3, as_of)


def test_a_home_that_is_a_file_is_refused(tmp_path: Path, as_of: date) -> None:
    (tmp_path / "home").write_text("")

    with pytest.raises(HomeError, match="is a file; a shop's home is a folder"):
        write_town(tmp_path / "home", 60, 3, as_of)


@pytest.mark.parametrize("text", ["", "[]", '{"files": {}}'])
def test_a_list_that_is_not_the_demo_s_is_refused(
    tmp_path: Path, as_of: date, text: str
) -> None:
    write_town(tmp_path, 60, 3, as_of)
    (tmp_path / LIST).write_text(text)

    with pytest.raises(HomeError, match="is not the list that the demo left there"):
        write_town(tmp_path, 60, 3, as_of)


def test_another_town_takes_the_place_of_one_without_nights(
    tmp_path: Path, as_of: date, bytes_of: Bytes
) -> None:
    write_town(tmp_path / "a", 60, 3, as_of)
    write_town(tmp_path / "a", 80, 4, date(2025, 3, 31))
    write_town(tmp_path / "b", 80, 4, date(2025, 3, 31))

    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")


def test_another_town_is_refused_once_nights_were_built(
    tmp_path: Path, as_of: date
) -> None:
    write_town(tmp_path, 60, 3, as_of)
    (tmp_path / "lake").mkdir()

    with pytest.raises(
        HomeError, match=r"customers 60, seed 3.*not customers 60, seed 4"
    ):
        write_town(tmp_path, 60, 4, as_of)
    assert write_town(tmp_path, 60, 3, as_of).person_count == 60


def test_what_the_user_edited_is_left_alone(tmp_path: Path, as_of: date) -> None:
    write_town(tmp_path, 60, 3, as_of)
    shop, suppressions = tmp_path / "shop.toml", tmp_path / "settings/suppressions.csv"
    shop.write_text(shop.read_text() + '\n[alerts]\nwebhook = "http://example.org"\n')
    suppressions.write_text("kind,value,reason\n")
    write_town(tmp_path, 60, 3, as_of)
    write_town(tmp_path, 60, 4, as_of)

    assert "webhook" in shop.read_text()
    assert suppressions.read_text() == "kind,value,reason\n"


def test_a_town_that_was_stopped_half_way_is_completed(
    tmp_path: Path, as_of: date, bytes_of: Bytes
) -> None:
    write_town(tmp_path, 60, 3, as_of)
    whole = bytes_of(tmp_path)
    (tmp_path / "inbox" / "till" / "items_2025-01.csv").unlink()
    left = tmp_path / "town" / ".new" / "inbox" / "till"
    left.mkdir(parents=True)
    (left / "items_2019-01.csv").write_text("half a f")
    write_town(tmp_path, 60, 3, as_of)

    assert bytes_of(tmp_path) == whole
