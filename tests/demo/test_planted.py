"""Rows that cannot be read: few, and the facts beside them whole."""

import numpy as np
import polars as pl
import pytest

from flows.demo.planted import plant, with_bad_copies

KINDS = {"date": 3, "kind": 1}


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, 0), (39, 0), (40, 1), (80, 2), (400, 3), (10_000, 4)],
)
def test_a_large_table_has_all_that_is_planted_a_small_one_fewer(
    count: int, expected: int
) -> None:
    planted = plant(KINDS, count, np.random.default_rng(1))

    assert len(planted) == count
    assert planted.count() == expected


def test_a_bad_copy_follows_the_row_that_it_copies() -> None:
    rows = pl.DataFrame({"n": range(1000)})
    with_copies = with_bad_copies(rows, KINDS, np.random.default_rng(1))
    is_bad = with_copies["planted"].is_not_null()

    assert with_copies.filter(~is_bad)["n"].equals(rows["n"])
    assert with_copies.filter(is_bad)["planted"].sort().to_list() == [
        "date",
        "date",
        "date",
        "kind",
    ]
    assert with_copies["n"].is_sorted()
    assert with_copies.filter(is_bad)["n"].equals(
        with_copies.filter(is_bad.shift(-1, fill_value=False))["n"]
    )
