"""The landing gate: good data passes, and every planted fault is told or closes it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from expectations.landing import FRESH_DAYS
from flows.errors import GateError
from tests.expectations.conftest import LandedHome, failed

Spoil = Callable[..., None]
CAME = "Something came from webshop tonight"
FRESH = "The latest order of till is fresh"
HALF_LANDED = "Of what till delivered, at least half was landed"


def test_what_landed_well_passes(landed: LandedHome) -> None:
    findings = landed.findings()
    assert failed(findings) == {}
    assert len(findings) > 30


def test_members_without_orders_pass(landed: LandedHome) -> None:
    landed.files.clear()
    landed.rows.clear()
    landed.land("till", "a" * 64, "customers")
    landed.land("webshop", "b" * 64, "consents")
    assert failed(landed.findings()) == {}


def test_a_home_in_brackets_passes(landed: LandedHome, tmp_path: Path) -> None:
    home = tmp_path / "it's [a] shop: ours*"
    landed.night = type(landed.night)(home, landed.night.as_of, 1)
    assert failed(landed.findings()) == {}


def lose_rows(home: LandedHome) -> None:
    home.files[0]["landed_count"] = 9


def number_an_arrival_twice(home: LandedHome) -> None:
    home.files[1]["arrival"] = home.files[0]["arrival"]


def land_a_file_twice(home: LandedHome) -> None:
    home.files.append(home.files[0] | {"arrival": 3})


def lose_parquet(home: LandedHome) -> None:
    home.rows = {key: rows for key, rows in home.rows.items() if key[0] != "till"}


def set_most_aside(home: LandedHome) -> None:
    home.files[0] |= {"landed_count": 4, "set_aside_count": 6}
    home.reasons.append(("till", "quantity is not a number", 6))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            lose_rows,
            "In every file the rows in are the rows landed and the rows set aside",
        ),
        (number_an_arrival_twice, "Every file has an arrival number of its own"),
        (land_a_file_twice, "A file seen twice is landed once"),
        (lose_parquet, "Every landed file is in the lake"),
        (set_most_aside, HALF_LANDED),
    ],
)
def test_a_fault_in_the_ledger_closes_the_gate(
    landed: LandedHome, spoil: Spoil, sentence: str
) -> None:
    spoil(landed)
    assert failed(landed.findings(sentence))[sentence] is True


def test_nothing_landed_closes_the_gate(landed: LandedHome) -> None:
    landed.files.clear()
    landed.rows.clear()
    assert failed(landed.findings()) == {
        "Something was landed": True,
        "Something came from till tonight": False,
        "Something came from webshop tonight": False,
    }


def test_a_source_that_brought_nothing_tonight_is_told(landed: LandedHome) -> None:
    landed.files[1] |= {"is_new": False, "landed_on": date(2025, 3, 9)}
    assert failed(landed.findings(CAME)) == {CAME: False}


def test_a_required_source_that_brought_nothing_closes_the_gate(
    landed: LandedHome,
) -> None:
    landed.files[1] |= {"is_new": False, "landed_on": date(2025, 3, 9)}
    required = tuple(
        source.model_copy(update={"required": True}) for source in landed.shop.sources
    )
    landed.shop = landed.shop.model_copy(update={"sources": required})
    assert failed(landed.findings(CAME)) == {CAME: True}


def test_a_night_of_the_past_run_again_counts_what_came_since(
    landed: LandedHome,
) -> None:
    landed.files[1] |= {"is_new": False, "landed_on": date(2025, 3, 11)}
    assert failed(landed.findings(CAME)) == {}


def test_a_few_rows_set_aside_are_told(landed: LandedHome) -> None:
    landed.files[0] |= {"landed_count": 9, "set_aside_count": 1}
    landed.reasons.append(("till", "quantity is not a number", 1))
    sentence = "Of what till delivered, few rows were set aside"
    assert failed(landed.findings(sentence)) == {sentence: False}


def test_a_row_set_aside_without_a_reason_is_told(landed: LandedHome) -> None:
    landed.files[0] |= {"row_count": 100, "landed_count": 99, "set_aside_count": 1}
    sentence = "Every row set aside has a reason"
    assert failed(landed.findings(sentence)) == {sentence: False}


def test_a_refused_file_is_told(landed: LandedHome) -> None:
    landed.land(
        "till", "c" * 64, state="refused", row_count=0, landed_count=0, reason="no"
    )
    sentence = "No file of till was refused"
    assert failed(landed.findings(sentence)) == {sentence: False}


def test_a_refused_file_that_was_replaced_is_no_longer_told(
    landed: LandedHome,
) -> None:
    refused = {"state": "refused", "row_count": 0, "landed_count": 0}
    landed.land("till", "c" * 64, **refused)
    landed.land("till", "d" * 64, "orders", file_name=landed.files[2]["file_name"])
    assert failed(landed.findings("No file of till was refused")) == {}


def test_stale_orders_are_told(landed: LandedHome) -> None:
    for row in landed.rows["till", "orders", "a" * 64]:
        row["ordered_date"] = date(2025, 3, 9 - FRESH_DAYS)
    assert failed(landed.findings(FRESH)) == {FRESH: False}


def test_orders_dated_after_the_night_are_not_fresh_ones(landed: LandedHome) -> None:
    rows = landed.rows["till", "orders", "a" * 64]
    for row in rows:
        row["ordered_date"] = date(2025, 2, 1)
    rows[0]["ordered_date"] = date(2025, 3, 11)
    assert failed(landed.findings(FRESH)) == {FRESH: False}


@pytest.fixture
def published(landed: LandedHome, tmp_path: Path) -> None:
    """The night before was published with the first of the two files."""
    landed.write()
    folder = tmp_path / "nights" / "2025-03-09"
    (folder / "state").mkdir(parents=True)
    (folder / "night.json").write_text(json.dumps({"night": folder.name}))
    files = pl.read_parquet(landed.night.state / "files.parquet")
    files.head(1).write_parquet(folder / "state" / "files.parquet")


@pytest.mark.usefixtures("published")
def test_what_a_published_night_holds_is_not_looked_at_again(
    landed: LandedHome,
) -> None:
    landed.files[0] |= {"is_new": False}
    set_most_aside(landed)
    landed.rows["till", "orders", "a" * 64][0]["order_id"] = None
    assert failed(landed.findings()) == {}


@pytest.mark.parametrize("is_new", [True, False])
def test_a_closed_gate_does_not_open_by_being_asked_twice(
    landed: LandedHome, is_new: bool
) -> None:
    set_most_aside(landed)
    landed.files[0]["is_new"] = is_new
    assert failed(landed.findings(HALF_LANDED))[HALF_LANDED] is True


@pytest.mark.parametrize("is_new", [True, False])
def test_a_mended_file_in_the_place_of_a_bad_one_opens_the_gate(
    landed: LandedHome, is_new: bool
) -> None:
    set_most_aside(landed)
    landed.files[0]["is_new"] = is_new
    landed.land("till", "c" * 64, "orders", file_name=landed.files[0]["file_name"])
    assert failed(landed.findings(HALF_LANDED)) == {}


def test_a_bad_file_taken_out_of_the_inbox_opens_the_gate(landed: LandedHome) -> None:
    set_most_aside(landed)
    landed.gone.add("a" * 64)
    assert failed(landed.findings(HALF_LANDED)) == {}


def test_parquet_that_cannot_be_read_is_told_as_an_error(landed: LandedHome) -> None:
    landed.write()
    path = landed.night.lake / "landing" / "till" / "orders" / f"{'a' * 64}.parquet"
    landed.rows.pop(("till", "orders", "a" * 64))
    path.write_bytes(b"PAR1 but no more")
    findings = landed.findings("Every row of orders has its order_id")
    told = failed(findings)
    assert told["The files behind orders can be read"] is True
    assert told["Every row of orders has its order_id"] is True
    assert all(each.error for each in findings if not each.is_passed)


def test_a_night_without_a_ledger_is_told_what_to_do(landed: LandedHome) -> None:
    landed.write()
    (landed.night.state / "files.parquet").unlink()
    landed.write = lambda: None
    with pytest.raises(GateError, match=r"files.parquet is missing: landing writes"):
        landed.findings()
