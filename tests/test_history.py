from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import HomeError
from flows.history import (
    CONTACTS,
    MEMBERSHIPS,
    keep_history,
    keep_state,
    lay_history,
    prune_state,
    read_state,
    state_files,
)
from flows.night import (
    Night,
    begin_night,
    current_night,
    previous_night,
    published_nights,
)
from flows.publication import (
    prune_attempts,
    prune_nights,
    publish_night,
    roll_back,
)
from flows.warehouse import connect

JUNE_28, JUNE_29, JUNE_30 = (date(2025, 6, day) for day in (28, 29, 30))
NO_HEIRS = pl.DataFrame(schema={"customer_id": pl.String, "heir": pl.String})


def night_with_members(home: Path, as_of: date, *customers: str) -> Night:
    """A night in which ``customers`` are exported by the campaign ``birthday``."""
    night = begin_night(home, as_of)
    with connect(night.warehouse, read_only=False) as connection:
        connection.execute("create schema audiences")
        connection.execute(
            """
            create table audiences.members (
                as_of date, campaign text, channel text, customer_id text,
                entered_on date, outcome text
            )
            """
        )
        connection.execute("create schema marts")
        connection.execute(
            """
            create table marts.segment_history (
                mart text, customer_id text, segment text, previous_segment text,
                entered_on date, left_on date
            )
            """
        )
        for customer in customers:
            connection.execute(
                "insert into audiences.members values (?, ?, ?, ?, ?, ?)",
                [as_of, "birthday", "email", customer, as_of, "exported"],
            )
        connection.execute(
            "insert into audiences.members values (?, ?, ?, ?, ?, ?)",
            [as_of, "birthday", "email", "c9", as_of, "dropped"],
        )
    return night


def night_with_stays(home: Path, as_of: date, *stays: tuple[object, ...]) -> Night:
    """A night that knows these stays in segments."""
    night = night_with_members(home, as_of)
    with connect(night.warehouse, read_only=False) as connection:
        for stay in stays:
            connection.execute(
                "insert into marts.segment_history values (?, ?, ?, ?, ?, ?)", stay
            )
    return night


def published(home: Path, as_of: date, *customers: str) -> None:
    publish(night_with_members(home, as_of, *customers))


def publish(night: Night) -> None:
    keep_history(night)
    facts = {"attempt": night.attempt, "state": state_files(night), "counts": {}}
    publish_night(night, facts)


def laid(home: Path, as_of: date, heirs: pl.DataFrame = NO_HEIRS) -> Night:
    night = begin_night(home, as_of)
    lay_history(night, heirs)
    return night


def contacted(night: Night) -> list[str]:
    contacts = pl.read_parquet(night.state / "prior_contacts.parquet")
    return contacts["customer_id"].to_list()


def members(night: Night) -> list[tuple[str, date]]:
    memberships = pl.read_parquet(night.state / "prior_memberships.parquet")
    return memberships.select("customer_id", "since_date").rows()


def test_the_first_night_has_no_history(tmp_path: Path) -> None:
    night = laid(tmp_path, JUNE_28)
    assert contacted(night) == []
    assert members(night) == []
    contacts = pl.read_parquet(night.state / "prior_contacts.parquet")
    assert contacts.schema == CONTACTS


def test_only_who_was_exported_or_held_out_was_contacted(tmp_path: Path) -> None:
    published(tmp_path, JUNE_28, "c1", "c2")
    night = laid(tmp_path, JUNE_29)
    assert contacted(night) == ["c1", "c2"]
    assert members(night) == [("c1", JUNE_28), ("c2", JUNE_28), ("c9", JUNE_28)]


def test_contacts_add_up_over_nights_and_memberships_are_the_last_nights(
    tmp_path: Path,
) -> None:
    published(tmp_path, JUNE_28, "c1")
    published(tmp_path, JUNE_29, "c2")
    night = laid(tmp_path, JUNE_30)
    assert contacted(night) == ["c1", "c2"]
    assert members(night) == [("c2", JUNE_29), ("c9", JUNE_29)]


def test_a_night_run_again_does_not_count_its_own_contacts(tmp_path: Path) -> None:
    published(tmp_path, JUNE_28, "c1")
    assert contacted(laid(tmp_path, JUNE_28)) == []


def test_contacts_survive_a_rollback_and_memberships_do_not(tmp_path: Path) -> None:
    published(tmp_path, JUNE_28, "c1")
    published(tmp_path, JUNE_29, "c2")
    roll_back(tmp_path)
    night = laid(tmp_path, JUNE_30)
    assert contacted(night) == ["c1", "c2"]
    assert members(night) == [("c1", JUNE_28), ("c9", JUNE_28)]


def test_a_night_that_no_reader_saw_contacted_nobody(tmp_path: Path) -> None:
    published(tmp_path, JUNE_29, "c1")
    published(tmp_path, JUNE_28, "c2")
    assert contacted(laid(tmp_path, JUNE_30)) == ["c1"]


def test_what_an_unpublished_night_wrote_does_not_count(tmp_path: Path) -> None:
    keep_history(night_with_members(tmp_path, JUNE_28, "c1"))
    assert contacted(laid(tmp_path, JUNE_29)) == []


def test_history_moves_along_with_a_merged_customer(tmp_path: Path) -> None:
    published(tmp_path, JUNE_28, "c1", "c2")
    heirs = pl.DataFrame({"customer_id": ["c1"], "heir": ["c2"]})
    night = laid(tmp_path, JUNE_29, heirs)
    assert contacted(night) == ["c2"]
    assert members(night) == [("c2", JUNE_28), ("c9", JUNE_28)]


def stays_of(night: Night) -> list[tuple[object, ...]]:
    return pl.read_parquet(night.state / "prior_segments.parquet").rows()


def test_stays_in_segments_are_handed_to_the_next_night(tmp_path: Path) -> None:
    left = ("rfm", "c1", "lost", None, JUNE_28, JUNE_29)
    stays = ("rfm", "c1", "promising", "lost", JUNE_29, None)
    publish(night_with_stays(tmp_path, JUNE_29, stays, left))
    assert stays_of(laid(tmp_path, JUNE_30)) == [left, stays]
    assert stays_of(laid(tmp_path, JUNE_29)) == []


def test_of_two_stays_in_one_mart_that_of_the_heir_goes_on(tmp_path: Path) -> None:
    publish(
        night_with_stays(
            tmp_path,
            JUNE_29,
            ("lifecycle", "c1", "new", None, JUNE_28, None),
            ("rfm", "c1", "lost", None, JUNE_28, None),
            ("rfm", "c2", "promising", None, JUNE_29, None),
        )
    )
    heirs = pl.DataFrame({"customer_id": ["c1"], "heir": ["c2"]})
    assert stays_of(laid(tmp_path, JUNE_30, heirs)) == [
        ("lifecycle", "c2", "new", None, JUNE_28, None),
        ("rfm", "c2", "lost", None, JUNE_28, JUNE_30),
        ("rfm", "c2", "promising", None, JUNE_29, None),
    ]


def test_of_two_stays_handed_down_the_longer_goes_on(tmp_path: Path) -> None:
    publish(
        night_with_stays(
            tmp_path,
            JUNE_29,
            ("rfm", "c1", "lost", None, JUNE_29, None),
            ("rfm", "c2", "promising", None, JUNE_28, None),
        )
    )
    heirs = pl.DataFrame({"customer_id": ["c1", "c2"], "heir": ["c3", "c3"]})
    assert stays_of(laid(tmp_path, JUNE_30, heirs)) == [
        ("rfm", "c3", "lost", None, JUNE_29, JUNE_30),
        ("rfm", "c3", "promising", None, JUNE_28, None),
    ]


def test_state_is_read_from_the_newest_earlier_night(tmp_path: Path) -> None:
    night = begin_night(tmp_path, JUNE_28)
    kept = pl.DataFrame(
        [("audiences", "birthday", "c1", JUNE_28)], schema=MEMBERSHIPS, orient="row"
    )
    keep_state(night, "segments", "memberships", kept)
    facts = {"attempt": night.attempt, "state": state_files(night), "counts": {}}
    publish_night(night, facts)
    later = begin_night(tmp_path, JUNE_29)
    assert read_state(later, "memberships", MEMBERSHIPS).equals(kept)
    assert read_state(night, "contacts", CONTACTS).is_empty()


def test_what_an_older_version_did_not_write_is_empty(tmp_path: Path) -> None:
    published(tmp_path, date(2025, 6, 29), "c1")
    later = begin_night(tmp_path, date(2025, 6, 30))
    assert read_state(later, "scored_pairs", CONTACTS).is_empty()
    wider = pl.Schema({**MEMBERSHIPS, "link": pl.String})
    read = read_state(later, "memberships", wider)
    assert read["customer_id"].to_list() == ["c1", "c9"]
    assert read["link"].to_list() == [None, None]


def tidied(home: Path, keep: int) -> list[str]:
    prune_nights(home, keep)
    return prune_state(home)


def memberships_of(home: Path) -> list[str]:
    """The dates whose nights' memberships are still there."""
    found = (home / "lake" / "segments").glob("*.memberships.parquet")
    return sorted(path.name[:10] for path in found)


def test_state_that_no_night_to_come_can_read_is_pruned(tmp_path: Path) -> None:
    for day in range(1, 7):
        published(tmp_path, date(2025, 6, day), f"c{day}")
    assert tidied(tmp_path, keep=2) == [
        f"lake/segments/2025-06-0{day}.1.{table}.parquet"
        for table in ("memberships", "segment_history")
        for day in (1, 2, 3)
    ]
    # The two whole nights, and the one that the older of them went on from.
    assert memberships_of(tmp_path) == ["2025-06-04", "2025-06-05", "2025-06-06"]
    assert tidied(tmp_path, keep=2) == []


def test_contacts_are_never_pruned(tmp_path: Path) -> None:
    for day in range(1, 7):
        published(tmp_path, date(2025, 6, day), f"c{day}")
    tidied(tmp_path, keep=2)
    night = laid(tmp_path, date(2025, 6, 7))
    assert contacted(night) == [f"c{day}" for day in range(1, 7)]


def test_a_night_that_would_go_on_from_pruned_state_is_told(tmp_path: Path) -> None:
    for day in range(1, 7):
        published(tmp_path, date(2025, 6, day))
    tidied(tmp_path, keep=2)
    old = begin_night(tmp_path, date(2025, 6, 3))
    told = (
        "gone: the night of 2025-06-03 goes on from the night 2025-06-02.*a later day"
    )
    with pytest.raises(HomeError, match=told):
        read_state(old, "memberships", MEMBERSHIPS)


def test_the_nights_that_a_rollback_can_go_to_keep_what_comes_after_them(
    tmp_path: Path,
) -> None:
    for day in range(1, 7):
        published(tmp_path, date(2025, 6, day), f"c{day}")
    roll_back(tmp_path, to="2025-06-03")
    tidied(tmp_path, keep=2)
    assert memberships_of(tmp_path)[0] == "2025-06-02"
    assert members(laid(tmp_path, date(2025, 6, 7)))[0] == ("c3", date(2025, 6, 3))
    again = begin_night(tmp_path, date(2025, 6, 3))
    assert not read_state(again, "memberships", MEMBERSHIPS).is_empty()


def test_what_an_attempt_left_stays_as_long_as_the_attempt(tmp_path: Path) -> None:
    failed = night_with_members(tmp_path, JUNE_28, "c1")
    keep_history(failed)
    published(tmp_path, JUNE_29, "c1")
    tidied(tmp_path, keep=2)
    assert memberships_of(tmp_path) == ["2025-06-28", "2025-06-29"]
    begin_night(tmp_path, JUNE_30)
    prune_attempts(tmp_path)
    assert memberships_of(tmp_path) == ["2025-06-29"]


def test_state_without_a_night_or_an_attempt_is_pruned(tmp_path: Path) -> None:
    published(tmp_path, JUNE_29, "c1")
    orphan = tmp_path / "lake" / "segments" / "2025-06-30.4.memberships.parquet"
    orphan.touch()
    assert tidied(tmp_path, keep=2) == [orphan.relative_to(tmp_path).as_posix()]


def test_a_home_without_a_night_has_nothing_to_prune(tmp_path: Path) -> None:
    keep_history(night_with_members(tmp_path, JUNE_28, "c1"))
    assert prune_state(tmp_path) == []


DAYS = st.integers(min_value=1, max_value=9)
STEPS = st.one_of(
    st.tuples(st.just("publish"), DAYS), st.tuples(st.just("roll back"), DAYS)
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=1, max_size=9))
def test_whatever_was_published_and_rolled_back_the_nights_to_come_can_go_on(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    home = tmp_path_factory.mktemp("shop")
    for kind, day in steps:
        whole = [night for night in published_nights(home) if not night.is_pruned]
        if kind == "publish":
            readable = _goes_on(home, date(2025, 6, day))
            if readable:
                bare_night(home, date(2025, 6, day))
        elif current_night(home) and whole:
            roll_back(home, to=whole[day % len(whole)].name)
        tidied(home, keep=2)
        present = current_night(home)
        if present is None:
            continue
        # Tomorrow, and every night that stands whole, run again or gone back to.
        assert _goes_on(home, present.as_of + timedelta(days=1))
        for night in published_nights(home):
            if not night.is_pruned:
                assert night.state_file("memberships").exists()
                assert _goes_on(home, night.as_of)


def _goes_on(home: Path, as_of: date) -> bool:
    before = previous_night(home, as_of)
    return before is None or before.state_file("memberships").exists()


def bare_night(home: Path, as_of: date) -> None:
    night = begin_night(home, as_of)
    night.warehouse.touch()
    rows = pl.DataFrame(schema=MEMBERSHIPS)
    keep_state(night, "segments", "memberships", rows)
    facts = {"attempt": night.attempt, "state": state_files(night), "counts": {}}
    publish_night(night, facts)
