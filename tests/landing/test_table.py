import polars as pl
import pytest

from flows.landing.table import Table, unique_headers


@pytest.fixture
def table() -> Table:
    texts = pl.DataFrame({"Order  No": ["1", " "], "Name": [" x\t", None]})
    return Table(texts, pl.Series([2, 3]))


def test_headers_match_whatever_their_case_and_blanks(table: Table) -> None:
    assert table.has("order no")
    assert not table.has("orderno")


def test_picked_texts_are_trimmed_and_blanks_are_null(table: Table) -> None:
    picked = table.pick({"order_id": "Order No", "name": "NAME"})

    assert picked.rows() == [(2, "1", "x"), (3, None, None)]


def test_a_column_that_is_not_there_is_blank(table: Table) -> None:
    assert table.pick({"city": "City"})["city"].to_list() == [None, None]


def test_a_repeat_equals_an_earlier_record_in_every_cell() -> None:
    texts = pl.DataFrame(
        {"a": ["1", "1", "1", None, None], "b": ["x", "y", "x", "", ""]}
    )
    table = Table(texts, pl.Series([2, 3, 4, 5, 6]))

    assert table.repeats().to_list() == [False, False, True, False, True]
    place = pl.Series("place", [1, 1, 2, 1, 1])
    assert table.repeats(place).to_list() == [False, False, False, False, True]


def test_headers_are_made_unique() -> None:
    names = ["a", "a", "a (2)", None, " "]
    assert unique_headers(names) == ["a", "a (2)", "a (2) (2)", "column 4", "column 5"]
