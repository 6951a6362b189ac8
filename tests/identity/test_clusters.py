from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.identity.clusters import Clusters, cluster_records
from flows.identity.evidence import with_verified
from flows.identity.links import LINKS, shared_values
from flows.identity.rules import LIKENESS
from flows.identity.settings import IdentitySettings
from tests.identity.conftest import Record, evidence, ruling, shipped_settings

RULES = ("member_number", "verified_email", "verified_phone")
Keys = tuple[str | None, ...]


def clustered(
    *records: Record,
    settings: IdentitySettings | None = None,
    alike: dict[tuple[str, str], float] | None = None,
) -> Clusters:
    """The clusters of records, of which some are as alike as is said."""
    found = evidence(*records)
    settings = settings or shipped_settings()
    likely = pl.DataFrame(
        [
            (*sorted(pair), LIKENESS.name, LIKENESS.trust, probability)
            for pair, probability in (alike or {}).items()
        ],
        schema=LINKS,
        orient="row",
    )
    return cluster_records(
        found,
        shared_values(with_verified(found), settings.rules).values,
        pl.concat([settings.ruled_links(found["record_id"]), likely]),
        settings.apart,
        settings.limits,
        float(settings.shares["least_support"]),
    )


def groups(found: Clusters) -> list[str]:
    """``["ab", "c"]``: records a and b are one, c is another."""
    parts = found.records.group_by("cluster", maintain_order=True).agg("record_id")
    return ["".join(records) for records in parts["record_id"]]


def numbered(rows: list[Keys]) -> list[Record]:
    """Records of distinct sources, so that no member numbers contradict each other."""
    return [
        {
            "record_id": f"s{place:03}:1",
            "member_number": number,
            "email": email,
            "email_verified": True,
            "phone": phone,
            "phone_verified": True,
        }
        for place, (number, email, phone) in enumerate(rows)
    ]


def naive_clusters(rows: list[Keys]) -> dict[str, str]:
    """The oracle: merge groups pair by pair until nothing moves."""
    group = {f"s{n:03}:1": f"s{n:03}:1" for n in range(len(rows))}
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
rows_of_records = st.lists(st.tuples(values, values, values), max_size=12)


@given(rows_of_records)
def test_clusters_are_those_of_a_naive_search(rows: list[Keys]) -> None:
    found = clustered(*numbered(rows)).records
    assert dict(found.select("record_id", "cluster").iter_rows()) == naive_clusters(
        rows
    )


@given(rows_of_records, st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_row_order(rows: list[Keys], random: object) -> None:
    records = numbered(rows)
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = clustered(*records), clustered(*shuffled)
    assert one.records.equals(other.records)
    assert one.links.equals(other.links)


@given(rows_of_records)
def test_no_more_links_are_kept_than_hold_the_clusters_together(
    rows: list[Keys],
) -> None:
    found = clustered(*numbered(rows))
    assert found.links.height == len(rows) - found.records["cluster"].n_unique()


def test_records_without_a_key_stand_alone() -> None:
    found = clustered({"record_id": "a"}, {"record_id": "b"})
    assert groups(found) == ["a", "b"]
    assert found.records["link_rule"].unique().to_list() == ["alone"]


def test_the_most_trusted_rule_is_written_down() -> None:
    both = {"member_number": "7", "email": "a@b.cc", "email_verified": True}
    found = clustered({"record_id": "a", **both}, {"record_id": "b", **both})
    assert found.records["link_rule"].to_list() == ["member_number"] * 2


def test_one_phone_under_two_names_ties_nobody_but_those_of_one_name() -> None:
    phone = {"phone": "+861", "phone_verified": True}
    found = clustered(
        {"record_id": "a", "name": "na li", **phone},
        {"record_id": "b", "name": "wei li", **phone},
        {"record_id": "c", "name": "li na", **phone},
        {"record_id": "d", **phone},
    )
    assert groups(found) == ["ac", "b", "d"]
    assert found.records["link_rule"].to_list() == [
        "phone_and_name",
        "alone",
        "phone_and_name",
        "alone",
    ]


CLUB = {"scheme": "club", "email": "a@b.cc"}


def test_two_member_numbers_of_one_scheme_are_two_people() -> None:
    found = clustered(
        {"record_id": "a", "member_number": "1", **CLUB},
        {"record_id": "b", "member_number": "2", **CLUB},
        {"record_id": "c", "member_number": "1"},
        {"record_id": "d", "member_number": "2"},
    )
    assert groups(found) == ["ac", "bd"]
    assert found.refused.select("left", "right", "reason").rows() == [
        ("a", "b", "two member numbers of one scheme")
    ]


def test_two_verified_birth_dates_are_two_people() -> None:
    found = clustered(
        {"record_id": "a", "email": "a@b.cc", "sure_birth_date": "1990-01-02"},
        {"record_id": "b", "email": "a@b.cc", "sure_birth_date": "1990-02-01"},
        {"record_id": "c", "email": "a@b.cc", "birth_date": "1990-02-01"},
    )
    assert sorted(len(group) for group in groups(found)) == [1, 2]


def test_a_person_says_that_they_are_one_all_the_same() -> None:
    same = shipped_settings(ruling(("a", "b", "same")))
    found = clustered(
        {"record_id": "a", "member_number": "1", "scheme": "club"},
        {"record_id": "b", "member_number": "2", "scheme": "club"},
        settings=same,
    )
    assert groups(found) == ["ab"]
    assert found.records["link_rule"].to_list() == ["ruling", "ruling"]


def test_a_person_says_that_they_are_two_and_the_weakest_link_gives_way() -> None:
    apart = shipped_settings(ruling(("c", "a", "different")))
    found = clustered(
        {"record_id": "a", "member_number": "1"},
        {"record_id": "b", "member_number": "1", "email": "x@y.zz"},
        {"record_id": "c", "email": "x@y.zz"},
        settings=apart,
    )
    assert groups(found) == ["ab", "c"]
    assert found.refused["reason"].to_list() == ["a person says that they are two"]


def test_of_two_words_that_contradict_each_other_two_people_wins() -> None:
    words = [("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different")]
    found = clustered(
        *[{"record_id": record} for record in "abc"],
        settings=shipped_settings(ruling(*words)),
    )
    assert len(groups(found)) == 2


def test_a_customer_of_too_many_records_is_taken_apart(
    settings: IdentitySettings,
) -> None:
    most = settings.limits["most_records_of_a_customer"]
    found = clustered(
        *[{"record_id": f"r{n:04}", "member_number": "1"} for n in range(most + 1)]
    )
    sizes = found.records["cluster"].value_counts()["count"].to_list()
    assert sorted(sizes) == [1, most]
    assert "more than" in found.refused["reason"][0]


@pytest.mark.parametrize(("linked", "expected"), [(1, 2), (4, 1)])
def test_a_likeness_must_be_borne_out_by_the_others(linked: int, expected: int) -> None:
    numbers = [("1", "abc"), ("2", "xyz")]
    records = [
        {"record_id": record, "member_number": number}
        for number, group in numbers
        for record in group
    ]
    pairs = [(a, x) for a in "abc" for x in "xyz"][:linked]
    found = clustered(*records, alike=dict.fromkeys(pairs, 0.99))
    assert len(groups(found)) == expected


def test_no_records_give_no_clusters() -> None:
    assert clustered().records.height == 0
