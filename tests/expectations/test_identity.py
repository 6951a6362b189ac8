"""The identity gate: good ids pass, every planted fault is told or closes it."""

import json
from datetime import date
from pathlib import Path

import pytest

from flows.night import Night
from tests.expectations.conftest import (
    AS_OF,
    BuiltNight,
    failed,
    lay_changes,
    lay_ids,
)

BEFORE = date(2025, 3, 9)
GOOD = {f"till:{number}": f"c{number}" for number in range(10)}
FEW = "Few of the ids of the night before were merged or split"
LARGE = "No customer has more records than one person makes"
STEADY = "As large a share of records is tied to others as the night before"


def give_ids(night: Night, ids: dict[str, str | None]) -> None:
    lay_ids(night.state / "identity_records.parquet", ids)


def know(home: Path, ids: dict[str, str | None]) -> None:
    """Publish a night before that left these ids."""
    folder = home / "nights" / str(BEFORE)
    folder.mkdir(parents=True)
    state = {"records": "lake/identity/before.records.parquet"}
    (folder / "night.json").write_text(json.dumps({"state": state}))
    lay_ids(home / state["records"], ids)


def merges(count: int, as_of: date = AS_OF) -> list[tuple[date, str, str]]:
    kinds = ["merge", "split"] * count
    return [(as_of, kind, f"old{at}") for at, kind in enumerate(kinds[:count])]


def test_good_ids_pass_on_a_first_night_and_on_the_next(built: BuiltNight) -> None:
    findings = built.findings("identity")
    assert failed(findings) == {}
    assert len(findings) == 7
    know(built.night.home, GOOD)
    assert failed(built.findings("identity")) == {}


def test_a_shop_without_anybody_passes(built: BuiltNight) -> None:
    built.plant("delete from identity.int_person_records")
    give_ids(built.night, {})
    know(built.night.home, {})
    assert failed(built.findings("identity")) == {}


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (
            {key: of for key, of in GOOD.items() if key != "till:3"},
            "Every person record has a customer",
        ),
        (GOOD | {"till:3": None}, "Every person record has a customer"),
        (
            GOOD | {"till:99": "c99"},
            "No record is a customer's that is no person record",
        ),
    ],
)
def test_a_record_without_its_one_customer_closes_the_gate(
    built: BuiltNight, ids: dict[str, str | None], sentence: str
) -> None:
    give_ids(built.night, ids)
    assert failed(built.findings("identity")) == {sentence: True}


def test_a_record_of_two_customers_closes_the_gate(built: BuiltNight) -> None:
    path = built.night.state / "identity_records.parquet"
    lay_ids(path.with_name("again.parquet"), {"till:3": "c4"})
    built.plant(
        f"copy (from read_parquet(['{path}', '{path.with_name('again.parquet')}'])) "
        f"to '{path}' (format parquet)"
    )
    sentence = "No person record is of two customers"
    assert failed(built.findings("identity")) == {sentence: True}


def test_an_id_that_was_merged_away_and_is_in_use_closes_the_gate(
    built: BuiltNight,
) -> None:
    lay_changes(built.night, (BEFORE, "split", "c4"), (BEFORE, "merge", "c5"))
    sentence = "No id that was merged away is in use"
    assert failed(built.findings("identity")) == {sentence: True}


def test_more_changes_than_the_limit_close_the_gate(built: BuiltNight) -> None:
    know(built.night.home, {f"till:{n}": f"c{n}" for n in range(100)})
    lay_changes(built.night, *merges(3))
    assert failed(built.findings("identity")) == {FEW: True}


@pytest.mark.parametrize(
    ("known", "changes"),
    [
        pytest.param(150, merges(3), id="within the share"),
        pytest.param(10, merges(2), id="as few as are let through"),
        pytest.param(100, merges(9, BEFORE), id="of an earlier night"),
        pytest.param(
            100, [(AS_OF, "new", f"c{n}") for n in range(9)], id="new customers"
        ),
    ],
)
def test_few_changes_pass(
    built: BuiltNight, known: int, changes: list[tuple[date, str, str]]
) -> None:
    know(built.night.home, {f"till:{n}": f"c{n}" for n in range(known)})
    lay_changes(built.night, *changes)
    assert failed(built.findings("identity", FEW)) == {}


def test_a_customer_of_many_records_is_told(built: BuiltNight) -> None:
    give_ids(built.night, GOOD | {f"till:{number}": "c0" for number in range(4)})
    assert failed(built.findings("identity")) == {LARGE: False}


@pytest.mark.parametrize("fewer_tonight", [True, False])
def test_a_share_of_tied_records_that_moved_is_told(
    built: BuiltNight, *, fewer_tonight: bool
) -> None:
    tied = GOOD | {"till:1": "c0"}
    give_ids(built.night, GOOD if fewer_tonight else tied)
    know(built.night.home, tied if fewer_tonight else GOOD)
    assert failed(built.findings("identity")) == {STEADY: False}


def test_ids_of_the_night_before_that_are_gone_close_the_gate(
    built: BuiltNight,
) -> None:
    know(built.night.home, GOOD)
    (built.night.home / "lake/identity/before.records.parquet").unlink()
    said = failed(built.findings("identity"))
    assert said["The files behind known can be read"] is True
