import itertools
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from flows.identity.changes import CHANGES, earlier_ids, heirs
from flows.identity.links import LINKS
from flows.identity.stable_ids import KNOWN, Resolution, assign_ids, mint_id

NIGHT = date(2025, 6, 30)
NONE_RETIRED = pl.Series([], dtype=pl.String)
NO_LINKS = pl.DataFrame(schema=LINKS)
NONE_APART = pl.DataFrame(schema={"left": pl.String, "right": pl.String})


def clustered(*groups: str) -> pl.DataFrame:
    """``clustered("ab", "c")``: records a and b are one cluster, c another."""
    rows = [
        (letter, min(group), "member_number", 1, date(2025, 1, ord(letter) - 96))
        for group in groups
        for letter in group
    ]
    return pl.DataFrame(
        rows,
        schema={
            "record_id": pl.String,
            "cluster": pl.String,
            "link_rule": pl.String,
            "link_weight": pl.Decimal(9, 6),
            "first_seen_date": pl.Date,
        },
        orient="row",
    )


def first_night(*groups: str) -> Resolution:
    return assign_ids(
        clustered(*groups),
        pl.DataFrame(schema=KNOWN),
        NONE_RETIRED,
        NO_LINKS,
        NONE_APART,
        NIGHT,
    )


def next_night(before: Resolution, *groups: str) -> Resolution:
    retired = heirs(before.changes)["customer_id"]
    return assign_ids(
        clustered(*groups),
        before.records,
        retired,
        NO_LINKS,
        NONE_APART,
        NIGHT + timedelta(days=1),
    )


def ids(resolution: Resolution) -> dict[str, str]:
    return dict(resolution.records.select("record_id", "customer_id").iter_rows())


def events(resolution: Resolution) -> list[tuple[str, str | None, str]]:
    return resolution.changes.select(
        "kind", "old_customer_id", "new_customer_id"
    ).rows()


def test_a_new_customer_is_named_after_the_first_record() -> None:
    found = first_night("ab", "c")
    assert ids(found) == {"a": mint_id("a"), "b": mint_id("a"), "c": mint_id("c")}
    assert sorted(events(found)) == sorted(
        [("new", None, mint_id("a")), ("new", None, mint_id("c"))]
    )


def test_the_same_clusters_keep_their_ids_and_change_nothing() -> None:
    before = first_night("ab", "c")
    after = next_night(before, "ab", "c")
    assert ids(after) == ids(before)
    assert events(after) == []


def test_a_merge_keeps_the_id_with_the_larger_part_and_names_the_heir() -> None:
    before = first_night("a", "bc")
    after = next_night(before, "abc")
    assert set(ids(after).values()) == {mint_id("b")}
    assert events(after) == [("merge", mint_id("a"), mint_id("b"))]


def test_a_merge_of_equals_keeps_the_older_id() -> None:
    after = next_night(first_night("a", "b"), "ab")
    assert set(ids(after).values()) == {mint_id("a")}


def test_a_split_leaves_the_id_with_the_larger_part() -> None:
    before = first_night("abc")
    after = next_night(before, "a", "bc")
    assert ids(after)["b"] == ids(after)["c"] == mint_id("a")
    assert ids(after)["a"] != mint_id("a")
    assert events(after) == [("split", mint_id("a"), ids(after)["a"])]


def test_an_id_that_was_merged_away_is_never_given_out_again() -> None:
    merged = next_night(first_night("a", "bc"), "abc")
    split = next_night(merged, "a", "bc")
    assert ids(split)["a"] not in {mint_id("a"), mint_id("b")}


def test_the_same_split_on_another_night_gives_the_same_id() -> None:
    before = first_night("abc")
    later = assign_ids(
        clustered("a", "bc"),
        before.records,
        NONE_RETIRED,
        NO_LINKS,
        NONE_APART,
        NIGHT + timedelta(days=9),
    )
    assert ids(later) == ids(next_night(before, "a", "bc"))


def test_a_person_split_off_twice_is_never_given_a_used_id() -> None:
    seen = set()
    night = first_night("abc")
    retired = NONE_RETIRED
    for day, groups in enumerate((["a", "bc"], ["abc"], ["a", "bc"], ["abc"]) * 2):
        night = assign_ids(
            clustered(*groups),
            night.records,
            retired,
            NO_LINKS,
            NONE_APART,
            NIGHT + timedelta(days=day),
        )
        retired = retired.append(heirs(night.changes)["customer_id"])
        if len(groups) == 2:
            assert ids(night)["a"] not in seen
            seen.add(ids(night)["a"])


def test_an_heir_of_an_heir_is_found() -> None:
    changes = pl.DataFrame(
        [
            (NIGHT, "merge", "c1", "c2", "", None),
            (NIGHT + timedelta(days=1), "merge", "c2", "c3", "", None),
            (NIGHT, "new", None, "c9", "", None),
        ],
        schema=CHANGES,
        orient="row",
    )
    assert heirs(changes).rows() == [("c1", "c3"), ("c2", "c3")]


def test_the_earlier_ids_of_a_customer_are_those_its_records_came_from() -> None:
    one, two, three = (NIGHT + timedelta(days=day) for day in range(3))
    changes = pl.DataFrame(
        [
            (NIGHT, "new", None, "c9", "", None),
            (one, "merge", "c1", "c2", "", None),
            (two, "split", "c2", "c3", "", None),
            (three, "merge", "c4", "c2", "", None),
        ],
        schema=CHANGES,
        orient="row",
    )
    assert earlier_ids(changes).rows() == [
        ("c2", "c1", one),
        ("c2", "c4", three),
        ("c3", "c1", one),
        ("c3", "c2", two),
    ]
    assert earlier_ids(changes.head(1)).is_empty()


letters = st.permutations("abcdefgh")
cuts = st.lists(st.integers(1, 7), max_size=4, unique=True)


def partition(order: list[str], places: list[int]) -> list[str]:
    edges = [0, *sorted(places), len(order)]
    return ["".join(order[i:j]) for i, j in itertools.pairwise(edges)]


@given(letters, cuts, letters, cuts)
def test_ids_follow_clusters_exactly(
    one: list[str], cut: list[int], other: list[str], again: list[int]
) -> None:
    before = first_night(*partition(one, cut))
    groups = partition(other, again)
    after = next_night(before, *groups)
    found = ids(after)
    for group in groups:
        assert len({found[letter] for letter in group}) == 1
    assert len(set(found.values())) == len(groups)


@given(letters, cuts, letters, cuts)
def test_every_old_id_lives_on_or_is_accounted_for(
    one: list[str], cut: list[int], other: list[str], again: list[int]
) -> None:
    before = first_night(*partition(one, cut))
    after = next_night(before, *partition(other, again))
    gone = set(ids(before).values()) - set(ids(after).values())
    merged = {old for kind, old, _ in events(after) if kind == "merge"}
    assert gone == merged
    moved = {
        (ids(before)[letter], ids(after)[letter])
        for letter in "abcdefgh"
        if ids(before)[letter] != ids(after)[letter]
    }
    assert moved == {(old, new) for kind, old, new in events(after) if kind != "new"}


@given(letters, cuts, letters, cuts, st.integers(0, 99))
def test_ids_do_not_depend_on_row_order(
    one: list[str], cut: list[int], other: list[str], again: list[int], seed: int
) -> None:
    before = first_night(*partition(one, cut))
    frame = clustered(*partition(other, again))
    shuffled = frame.sample(fraction=1, shuffle=True, seed=seed)
    known = before.records.sample(fraction=1, shuffle=True, seed=seed)
    straight = assign_ids(
        frame, before.records, NONE_RETIRED, NO_LINKS, NONE_APART, NIGHT
    )
    assert assign_ids(
        shuffled, known, NONE_RETIRED, NO_LINKS, NONE_APART, NIGHT
    ).records.equals(straight.records)


def test_a_merge_names_the_link_that_did_it() -> None:
    before = first_night("ab", "cd", "e")
    links = pl.DataFrame(
        [
            ("a", "b", "member_number", 2, Decimal("1.000000")),
            ("b", "c", "verified_email", 3, Decimal("0.990000")),
            ("a", "d", "likeness", 1000, Decimal("0.960000")),
        ],
        schema=LINKS,
        orient="row",
    )
    night = assign_ids(
        clustered("abcd", "e"), before.records, NONE_RETIRED, links, NONE_APART, NIGHT
    )
    assert night.changes.select("kind", "link").rows() == [
        ("merge", "b and c: verified_email (0.990000)")
    ]


def test_a_split_by_a_persons_word_names_it() -> None:
    before = first_night("abc", "de")
    apart = pl.DataFrame({"left": ["a"], "right": ["b"]})
    night = assign_ids(
        clustered("a", "bc", "d", "e"),
        before.records,
        NONE_RETIRED,
        NO_LINKS,
        apart,
        NIGHT,
    )
    assert sorted(night.changes.select("kind", "reason", "link").rows()) == [
        ("split", "1 of its records are no longer linked to it", None),
        ("split", "a ruling says they are two people", "a and b: ruling"),
    ]
