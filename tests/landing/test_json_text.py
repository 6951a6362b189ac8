import json
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from flows.landing.json_text import elements, members

LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
TEXTS = st.text(LETTERS)
SCALARS = st.none() | st.booleans() | st.integers() | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=12,
)
OBJECTS = st.lists(st.dictionaries(TEXTS, VALUES, max_size=5), max_size=5)


def said(value: object) -> str | None:
    """A value as a cell holds it."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)


@given(OBJECTS, st.sampled_from([None, 1]))
def test_members_are_what_any_reader_finds(
    objects: list[dict[str, Any]], indent: int | None
) -> None:
    texts = [json.dumps(one, indent=indent) for one in objects]
    rows = members(pl.Series(texts, dtype=pl.String)).rows(named=True)

    keys = dict.fromkeys(key for one in objects for key in one)
    assert len(rows) == len(objects)
    for row, one in zip(rows, objects, strict=True):
        assert list(row) == list(keys)
        found = {key: cell for key, cell in row.items() if one.get(key) is not None}
        plain = {
            key: json.dumps(json.loads(cell))
            if isinstance(one[key], list | dict)
            else cell
            for key, cell in found.items()
        }
        told = {key: said(value) for key, value in one.items() if value is not None}
        assert plain == told


@given(st.lists(st.lists(VALUES, max_size=4), max_size=4))
def test_elements_are_what_any_reader_finds(lists: list[list[Any]]) -> None:
    texts = pl.Series([json.dumps(one) for one in lists], dtype=pl.String)
    found = elements(texts)

    told = [(place, value) for place, one in enumerate(lists) for value in one]
    assert found["place"].to_list() == [place for place, _ in told]
    plain = [
        said(json.loads(text)) if isinstance(value, list | dict) else text
        for text, (_, value) in zip(found["text"], told, strict=True)
    ]
    assert plain == [said(value) for _, value in told]


def test_figures_stay_as_they_are_written() -> None:
    written = '{"a": 199.00, "b": 123456789012345678901234567890, "c": 1e-7}'
    row = members(pl.Series([written])).row(0)
    assert row == ("199.00", "123456789012345678901234567890", "1e-7")


def test_of_a_key_that_is_there_twice_the_last_counts() -> None:
    assert members(pl.Series(['{"a": 1, "a": 2}'])).row(0) == ("2",)


def test_a_nul_is_no_part_of_a_text() -> None:
    assert members(pl.Series(['{"a": "x\\u0000y"}'])).row(0) == ("xy",)


def test_what_is_no_object_has_no_members() -> None:
    texts = pl.Series([None, "plain", "{not", "[1]", '{"a": 1}'])
    assert members(texts)["a"].to_list() == [None, None, None, None, "1"]


def test_what_is_no_list_has_no_elements() -> None:
    texts = pl.Series([None, "plain", "[not", "{}", "[ ]", '["x", 1]'])
    assert elements(texts).rows() == [(5, "x"), (5, "1")]
