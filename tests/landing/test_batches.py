from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.landing.batches import ScatteredError, closed_batches, gathered_batches
from flows.landing.table import Table

Groups = list[str | None]


def tables(groups: Groups, size: int) -> Iterator[Table]:
    """A file in batches: each record says its group and has its line as its number."""
    for start in range(0, max(len(groups), 1), size):
        part = groups[start : start + size]
        numbers = range(start + 2, start + 2 + len(part))
        yield Table(
            pl.DataFrame({"order": part}, schema={"order": pl.String}),
            pl.Series(list(numbers), dtype=pl.Int64),
        )


def read(groups: Groups, size: int) -> list[list[tuple[int, str | None]]]:
    """Batches of ``(line, group)``, the second way where the first does not do."""
    try:
        batches = list(closed_batches(tables(groups, size), "order"))
    except ScatteredError as scattered:
        batches = list(
            gathered_batches(lambda: tables(groups, size), "order", scattered.hashes)
        )
    return [
        list(zip(batch.row_numbers, batch.texts["order"], strict=True))
        for batch in batches
    ]


def test_a_batch_ends_where_an_order_does() -> None:
    batches = closed_batches(tables(["a", "b", "b", "b", "c"], 2), "order")
    assert [batch.row_numbers.to_list() for batch in batches] == [[2], [3, 4, 5, 6]]


def test_an_order_longer_than_many_batches_stays_whole() -> None:
    batches = closed_batches(tables(["a"] * 7, 2), "order")
    assert [batch.height for batch in batches] == [7]


def test_records_without_an_order_are_held_back_by_nobody() -> None:
    batches = closed_batches(tables([None, None, None, None], 2), "order")
    assert [batch.height for batch in batches] == [2, 2]


def test_a_scattered_order_is_seen_when_all_was_read() -> None:
    with pytest.raises(ScatteredError) as found:
        list(closed_batches(tables(["a", "b", "c", "a", "d"], 2), "order"))
    assert found.value.hashes.size == 1


def test_scattered_orders_are_put_together_and_keep_their_lines() -> None:
    batches = read(["a", "b", "c", "a", "d", "b"], 2)
    assert [(2, "a"), (5, "a")] in batches
    assert [(3, "b"), (7, "b")] in batches


def test_faults_go_with_their_records() -> None:
    table = Table(
        pl.DataFrame({"order": ["a", "b", "a"]}),
        pl.Series([2, 3, 4]),
        pl.Series([None, None, "torn"]),
    )
    hashes = pl.Series(["a"]).hash().to_numpy()
    rest, gathered = gathered_batches(lambda: [table], "order", hashes)

    assert rest.faults is not None
    assert rest.faults.to_list() == [None]
    assert gathered.faults is not None
    assert gathered.faults.to_list() == [None, "torn"]


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d", None]), max_size=30),
    st.integers(1, 8),
)
def test_no_order_is_parted_and_no_record_lost(groups: Groups, size: int) -> None:
    batches = read(groups, size)

    every = sorted(number for batch in batches for number, _ in batch)
    assert every == list(range(2, len(groups) + 2))
    homes = [
        (group, at) for at, batch in enumerate(batches) for _, group in batch if group
    ]
    assert len(set(homes)) == len({group for group, _ in homes})
