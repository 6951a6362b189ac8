from datetime import date
from pathlib import Path

import polars as pl

from flows.history import (
    CONTACTS,
    MEMBERSHIPS,
    keep_history,
    keep_state,
    lay_history,
    read_state,
    state_files,
)
from flows.night import Night, begin_night
from flows.publication import publish_night, roll_back
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


def published(home: Path, as_of: date, *customers: str) -> None:
    night = night_with_members(home, as_of, *customers)
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
