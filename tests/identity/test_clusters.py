from itertools import combinations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from flows.identity.clusters import cluster_records
from flows.identity.rules import RULES

Row = tuple[str | None, str | None, str | None, str | None]


def records(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        [(f"till:{number:03}", *row) for number, row in enumerate(rows)],
        schema=dict.fromkeys(["record_id", *(rule.key for rule in RULES)], pl.String),
        orient="row",
    )


def clusters_of(rows: list[Row]) -> dict[str, str]:
    found = cluster_records(records(rows))
    return dict(found.select("record_id", "cluster").iter_rows())


def naive_clusters(rows: list[Row]) -> dict[str, str]:
    """The oracle: merge groups pair by pair until nothing moves."""
    group = {f"till:{n:03}": f"till:{n:03}" for n in range(len(rows))}
    moved = True
    while moved:
        moved = False
        for (a, one), (b, other) in combinations(zip(group, rows, strict=True), 2):
            linked = any(
                x is not None and x == y for x, y in zip(one, other, strict=True)
            )
            if linked and group[a] != group[b]:
                group[a] = group[b] = min(group[a], group[b])
                moved = True
    return group


values = st.one_of(st.none(), st.sampled_from(["1", "2", "3"]))
rows_of_records = st.lists(st.tuples(*[values] * len(RULES)), max_size=12)


@given(rows_of_records)
def test_clusters_are_those_of_a_naive_search(rows: list[Row]) -> None:
    assert clusters_of(rows) == naive_clusters(rows)


@given(rows_of_records, st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_row_order(rows: list[Row], random: object) -> None:
    frame = records(rows)
    shuffled = frame.sample(fraction=1, shuffle=True, seed=random.randint(0, 99))  # type: ignore[attr-defined]
    assert cluster_records(shuffled).equals(cluster_records(frame))


def test_records_without_a_key_stand_alone() -> None:
    found = cluster_records(records([(None,) * 4, (None,) * 4]))
    assert found["cluster"].to_list() == ["till:000", "till:001"]
    assert found["link_rule"].unique().to_list() == ["alone"]


def test_a_value_links_only_within_its_own_rule() -> None:
    found = cluster_records(records([(None, "7", None, None), (None, None, None, "7")]))
    assert found["cluster"].n_unique() == 2


def test_the_most_trusted_rule_is_written_down() -> None:
    both: Row = ("club:7", "7", "a@b.cc", None)
    found = cluster_records(records([both, both]))
    assert found["link_rule"].to_list() == [RULES[0].name] * 2
    assert found["link_weight"].to_list() == [RULES[0].weight] * 2


def test_links_reach_through_a_third_record() -> None:
    rows: list[Row] = [
        (None, "7", None, None),
        (None, "7", "a@b.cc", None),
        (None, None, "a@b.cc", None),
    ]
    found = cluster_records(records(rows))
    assert found["cluster"].unique().to_list() == ["till:000"]
    assert found["link_rule"].to_list() == [
        "member_number",
        "member_number",
        "verified_email",
    ]


def test_no_records_give_no_clusters() -> None:
    assert cluster_records(records([])).height == 0
