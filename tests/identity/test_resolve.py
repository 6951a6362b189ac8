from dataclasses import replace
from datetime import date

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.identity.changes import CHANGES
from flows.identity.memory import Memory, remembered
from flows.identity.resolve import Identities, resolve
from flows.identity.settings import IdentitySettings
from flows.identity.stable_ids import KNOWN, mint_id
from tests.identity.conftest import Record, evidence, ruling, shipped_settings

FIRST, SECOND, THIRD = (date(2025, 6, day) for day in (28, 29, 30))
NOTHING_KNOWN = pl.DataFrame(schema=KNOWN)
NO_CHANGES = pl.DataFrame(schema=CHANGES)
SETTINGS = shipped_settings()


def night(
    *records: Record,
    after: Identities | None = None,
    as_of: date = FIRST,
    settled: IdentitySettings = SETTINGS,
) -> Identities:
    """Resolve these records, after what an earlier night found."""
    found = evidence(*records)
    first_seen = found.select("record_id", first_seen_date=pl.lit(FIRST))
    known = (after.known, after.changes) if after else (NOTHING_KNOWN, NO_CHANGES)
    before = after.memory if after else Memory.nothing()
    return resolve(found, first_seen, settled, *known, before, as_of)


def ids(found: Identities) -> dict[str, str]:
    return dict(found.records.select("record_id", "customer_id").iter_rows())


def member(record: str, number: str) -> Record:
    """Each of a source of its own, so that its number contradicts no other."""
    return {"record_id": record, "member_number": number}


def test_a_record_that_is_away_for_a_night_finds_its_id_again() -> None:
    here = [{"record_id": "till:1"}, {"record_id": "till:2"}]
    one = night(*here)
    two = night(here[1], after=one, as_of=SECOND)
    assert two.records["record_id"].to_list() == ["till:2"]
    three = night(*here, after=two, as_of=THIRD)
    assert three.records.equals(one.records)
    assert three.changes.equals(one.changes)


def test_a_record_away_while_its_person_is_merged_comes_back_to_the_heir() -> None:
    one = night(
        *[member(f"s{n}:{n}", "A") for n in (1, 2)],
        *[member(f"s{n}:{n}", "B") for n in (8, 9)],
    )
    two = night(*[member(f"s{n}:{n}", "A") for n in (1, 2, 8)], after=one, as_of=SECOND)
    heir = mint_id("s1:1")
    assert two.heirs.rows() == [(mint_id("s8:8"), heir)]
    known = dict(two.known.select("record_id", "customer_id").iter_rows())
    assert known["s9:9"] == heir


def test_a_record_is_one_person_with_the_one_that_it_means() -> None:
    found = night(
        {"record_id": "club:7"},
        {"record_id": "till:7", "same_id": "club:7"},
        {"record_id": "web:7", "same_id": "club:7"},
        {"record_id": "till:8"},
        {"record_id": "club:8"},
    )
    assert len({found_id for r, found_id in ids(found).items() if r[-1] == "7"}) == 1
    assert found.records["customer_id"].n_unique() == 3


def test_a_shop_that_says_whose_ids_its_till_has_merges_the_customers_it_knew() -> None:
    one = night({"record_id": "club:7"}, {"record_id": "till:7"})
    two = night(
        {"record_id": "club:7"},
        {"record_id": "till:7", "same_id": "club:7"},
        after=one,
        as_of=SECOND,
    )
    assert set(ids(two).values()) == {mint_id("club:7")}
    assert two.heirs.rows() == [(mint_id("till:7"), mint_id("club:7"))]
    assert two.changes["link"].drop_nulls().to_list() == [
        "club:7 and till:7: same_id (1.000000)"
    ]


def test_a_merge_is_undone_by_a_person_and_the_id_is_not_given_out_again() -> None:
    one = night({"record_id": "a"}, {"record_id": "b"})
    merged = night(member("a", "1"), member("b", "1"), after=one, as_of=SECOND)
    assert len(set(ids(merged).values())) == 1
    apart = night(
        member("a", "1"),
        member("b", "1"),
        after=merged,
        as_of=THIRD,
        settled=shipped_settings(ruling(("a", "b", "different"))),
    )
    (before,) = set(ids(merged).values())
    assert before in ids(apart).values()
    (other,) = set(ids(apart).values()) - {before}
    assert other not in {mint_id("a"), mint_id("b")}
    assert apart.changes["kind"].to_list()[-1] == "split"


PEOPLE = [
    {"name": "xiaodong wang", "birth_date": "1990-05-06", "city": "shanghai"},
    {"name": "xiaodong wang", "birth_date": "1990-06-05", "city": "shanghai"},
    {"name": "xiaodon wang", "birth_date": "1990-05-06", "address": "8 nanjing lu"},
    {"name": "mei wang", "birth_date": "1990-05-06", "address": "8 nanjing lu"},
    {"name": "zoe oconnor", "email": "zoe@example.com", "birth_date": "1988-01-02"},
    {"name": "zoe smith", "email": "zoe@example.com", "birth_date": "1988-01-02"},
    {"name": "zoe oconor", "phone": "+8613812340678", "birth_date": "1988-01-02"},
    {"name": "zoe oconnor", "phone": "+8613812340678"},
]
NIGHTS = st.lists(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 7), max_size=8),
    min_size=1,
    max_size=3,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NIGHTS)
def test_what_a_night_compares_anew_and_what_it_remembers_is_the_whole(
    nights: list[dict[str, int]],
) -> None:
    memory = Memory.nothing()
    for people in nights:
        found = evidence(
            *[{"record_id": record} | PEOPLE[who] for record, who in people.items()]
        )
        memory = remembered(found, memory, FIRST)
        afresh = remembered(found, Memory.nothing(), FIRST)
        assert memory.scored.equals(afresh.scored)


def test_records_alike_are_found_without_a_rule() -> None:
    found = night(
        *[{"record_id": f"s{n}:1"} | PEOPLE[n] for n in (0, 1, 3)],
    )
    assert ids(found)["s0:1"] == ids(found)["s1:1"] != ids(found)["s3:1"]
    rules = dict(found.records.select("record_id", "link_rule").iter_rows())
    assert rules == {"s0:1": "likeness", "s1:1": "likeness", "s3:1": "alone"}


HOME = {"phone": "+8613800001234", "address": "12 apt high st", "city": "bath"}


def likely_pairs(*records: Record) -> int:
    """How many pairs of the records are likely to be one person."""
    return remembered(evidence(*records), Memory.nothing(), FIRST).scored.height


def test_a_household_is_not_one_person_however_much_it_shares() -> None:
    son, mother = (
        {"record_id": f"web:{n}", "name": n} | HOME for n in ("tom fox", "una fox")
    )
    assert likely_pairs(son, mother) == 0
    assert likely_pairs(son, mother | {"name": "tom foxx"}) == 1


def test_a_name_alone_is_nobody_whom_all_else_tells_apart() -> None:
    name = {"name": "zebulon quux", "city": "bath"}
    one = name | {"record_id": "web:1", "birth_date": "1970-05-06"}
    other = name | {"record_id": "web:2", "birth_date": "1999-11-23"}
    phones = [{"phone": f"+86138{n}"} for n in ("00001234", "11117777")]
    assert likely_pairs(one | HOME, other | HOME) == 1
    assert likely_pairs(one | phones[0], other | phones[1]) == 0


# Whoever shares the till's phone, the household's mailbox or a WeChat id with too many
# names; two member numbers of one scheme; somebody who moves from one to the other.
CROWD = [
    *PEOPLE,
    {"name": "ann bell", "phone": "+8613900000001"},
    {"name": "bob cole", "phone": "+8613900000001"},
    {"name": "cy dunn", "phone": "+8613900000001", "email": "cy@example.com"},
    {"phone": "+8613900000001", "member_number": "M1"},
    {"name": "cy dunn", "email": "cy@example.com", "email_verified": True},
    {"email": "cy@example.com", "member_number": "M1", "scheme": "club"},
    {"member_number": "M2", "scheme": "club", "email": "cy@example.com"},
    {"name": "ann bell", "platform_id": "wx1", "phone_verified": True},
    {"platform_id": "wx1", "phone": "+8613900000001", "phone_verified": True},
    {"phone": "+8613900000001", "birth_date": "1950-01-01"},
    {"name": "ann bell", "phone": "+8613900000001", "birth_date": "1990-05-06"},
]
CROWDED_NIGHTS = st.lists(
    st.dictionaries(
        st.sampled_from("abcdefghij"), st.integers(0, len(CROWD) - 1), max_size=10
    ),
    min_size=2,
    max_size=4,
)


def told(found: Identities) -> tuple[pl.DataFrame, ...]:
    """Everything that a night says and remembers."""
    memory, standing = found.memory, found.memory.standing
    return (
        *(found.records, found.known, found.changes, found.heirs),
        *(found.links, found.refused, found.barred),
        *(memory.scored, memory.seen, standing.crowded),
    )


# What hardly ever is drawn: nights of records, by their place in CROWD.
RARE = {
    "a number ties a new record to an old one": [{"a": 11}, {"a": 11, "b": 13}],
    "a ruling does": [{"a": 0}, {"a": 0, "b": 10}],
    "of two names that were one too many one leaves": [
        {"a": 18, "b": 9, "c": 17},
        {"a": 18, "c": 17},
    ],
    "two come back without the third and take the id along": [
        {"a": 13, "b": 13, "c": 13},
        {"c": 13},
        {"a": 4, "b": 4, "c": 13},
    ],
    "an id made of one's own record is somebody else's by now": [
        {"a": 13, "b": 13, "c": 13, "d": 0, "e": 0},
        {"a": 4, "b": 13, "c": 13, "d": 0, "e": 0},
        {"a": 0, "b": 13, "c": 13, "d": 0, "e": 0},
        {"a": 4, "b": 13, "c": 13, "d": 0, "e": 0},
    ],
}


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@example(RARE["a number ties a new record to an old one"], False)
@example(RARE["a ruling does"], True)
@example(RARE["of two names that were one too many one leaves"], False)
@example(RARE["two come back without the third and take the id along"], False)
@example(RARE["an id made of one's own record is somebody else's by now"], False)
@given(CROWDED_NIGHTS, st.booleans())
def test_a_night_on_top_of_another_is_as_if_all_were_resolved_afresh(
    nights: list[dict[str, int]], is_ruled: bool
) -> None:
    rulings = ruling(("a", "b", "same"), ("a", "c", "different"))
    settled = shipped_settings(rulings) if is_ruled else SETTINGS
    before = None
    for day, people in enumerate(nights):
        records = [{"record_id": record} | CROWD[who] for record, who in people.items()]
        as_of = date(2025, 6, 1 + day)
        forgetful = before and replace(
            before, memory=Memory.nothing(before.memory.model)
        )
        on_top = night(*records, after=before, as_of=as_of, settled=settled)
        afresh = night(*records, after=forgetful, as_of=as_of, settled=settled)
        for one, other in zip(told(on_top), told(afresh), strict=True):
            assert one.equals(other)
        before = on_top


def test_a_rule_that_the_shop_drops_ties_nobody_any_more() -> None:
    records = [member("a", "1"), member("b", "1")]
    one = night(*records)
    rules = [rule for rule in SETTINGS.rules if rule.name != "member_number"]
    settled = replace(SETTINGS, rules=tuple(rules))
    two = night(*records, after=one, as_of=SECOND, settled=settled)
    assert len(set(ids(one).values())) == 1
    assert len(set(ids(two).values())) == 2
