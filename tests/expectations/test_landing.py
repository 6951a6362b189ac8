"""The landing gate: good data passes, and every planted fault is told or closes it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from expectations.landing import FRESH_DAYS
from expectations.required import REQUIRED_ALTERNATIVES, REQUIRED_COLUMNS, ROW_ORIGIN
from flows.checks.findings import Finding
from flows.errors import GateError
from flows.landing.contracts import CONTRACTS

if TYPE_CHECKING:
    from tests.expectations.conftest import LandedHome

Spoil = Callable[..., None]
CAME = "Something came from webshop tonight"
FRESH = "The latest order of till is fresh"
HALF_LANDED = "Of what till delivered, at least half was landed"


def failed(findings: list[Finding]) -> dict[str, bool]:
    """The sentences that are not true, and whether they close the gate."""
    return {
        finding.sentence: finding.closes_gate
        for finding in findings
        if not finding.is_passed
    }


def test_what_landed_well_passes(landed: "LandedHome") -> None:
    findings = landed.findings()
    assert failed(findings) == {}
    assert len(findings) > 30


def test_members_without_orders_pass(landed: "LandedHome") -> None:
    landed.files.clear()
    landed.rows.clear()
    landed.land("till", "a" * 64, "customers")
    landed.land("webshop", "b" * 64, "consents")
    assert failed(landed.findings()) == {}


def test_a_home_in_brackets_passes(landed: "LandedHome", tmp_path: Path) -> None:
    home = tmp_path / "it's [a] shop: ours*"
    landed.night = type(landed.night)(home, landed.night.as_of, 1)
    assert failed(landed.findings()) == {}


def lose_rows(home: "LandedHome") -> None:
    home.files[0]["landed_count"] = 9


def number_an_arrival_twice(home: "LandedHome") -> None:
    home.files[1]["arrival"] = home.files[0]["arrival"]


def land_a_file_twice(home: "LandedHome") -> None:
    home.files.append(home.files[0] | {"arrival": 3})


def lose_parquet(home: "LandedHome") -> None:
    home.rows = {key: rows for key, rows in home.rows.items() if key[0] != "till"}


def set_most_aside(home: "LandedHome") -> None:
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
    landed: "LandedHome", spoil: Spoil, sentence: str
) -> None:
    spoil(landed)
    assert failed(landed.findings(sentence))[sentence] is True


@pytest.mark.parametrize("entity", REQUIRED_COLUMNS)
def test_a_null_in_any_required_column_closes_the_gate(
    landed: "LandedHome", entity: str
) -> None:
    columns = REQUIRED_COLUMNS[entity]
    landed.land("till", "c" * 64, entity)
    for number, column in enumerate(columns):
        landed.rows["till", entity, "c" * 64][number][column] = None
    told = {f"Every row of {entity} has its {column}": True for column in columns}
    assert failed(landed.findings(*told)) == told


@pytest.mark.parametrize("entity", REQUIRED_ALTERNATIVES)
def test_a_row_without_any_of_its_alternatives_closes_the_gate(
    landed: "LandedHome", entity: str
) -> None:
    columns = REQUIRED_ALTERNATIVES[entity]
    landed.land("till", "c" * 64, entity)
    rows = landed.rows["till", entity, "c" * 64]
    rows[0] |= dict.fromkeys(columns, None) | {columns[-1]: "one is enough"}
    sentence = f"Every row of {entity} has its {' or '.join(columns)}"
    assert failed(landed.findings(sentence)) == {}
    rows[1] |= dict.fromkeys(columns, None)
    assert failed(landed.findings(sentence)) == {sentence: True}


def test_the_gate_holds_every_contract() -> None:
    dates = {
        entity: {column.local_date for column in contract.columns if column.required}
        for entity, contract in CONTRACTS.items()
    }
    assert {entity: set(columns) for entity, columns in REQUIRED_COLUMNS.items()} == {
        entity: {*contract.required, *dates[entity]} - {None}
        for entity, contract in CONTRACTS.items()
    }
    assert {
        entity: (columns,) for entity, columns in REQUIRED_ALTERNATIVES.items()
    } == {
        entity: contract.one_of
        for entity, contract in CONTRACTS.items()
        if contract.one_of
    }


@pytest.mark.parametrize("entity", REQUIRED_COLUMNS)
def test_rows_without_an_origin_close_the_gate(
    landed: "LandedHome", entity: str
) -> None:
    landed.land("till", "c" * 64, entity)
    for number, column in enumerate(ROW_ORIGIN):
        landed.rows["till", entity, "c" * 64][number][column] = None
    sentence = f"Every row of {entity} knows the file and the line it came from"
    findings = landed.findings(sentence)
    assert failed(findings) == {sentence: True}
    found = next(each for each in findings if each.sentence == sentence)
    assert found.observed["observed_value"] == len(ROW_ORIGIN)


@pytest.mark.parametrize("entity", REQUIRED_COLUMNS)
def test_a_column_that_is_not_in_the_contract_closes_the_gate(
    landed: "LandedHome", entity: str
) -> None:
    landed.land("till", "c" * 64, entity)
    landed.write()
    path = landed.night.lake / "landing" / "till" / entity / f"{'c' * 64}.parquet"
    rows = pl.read_parquet(path).with_columns(row_number=pl.lit("2"), extra=pl.lit(1))
    landed.rows.pop(("till", entity, "c" * 64))
    rows.write_parquet(path)
    sentence = f"Every file of {entity} has the columns and types of its contract"
    (found,) = landed.findings(sentence)
    assert found.closes_gate
    assert found.observed["observed_value"] == 3  # a type there and here, a name


def test_nothing_landed_closes_the_gate(landed: "LandedHome") -> None:
    landed.files.clear()
    landed.rows.clear()
    assert failed(landed.findings()) == {
        "Something was landed": True,
        "Something came from till tonight": False,
        "Something came from webshop tonight": False,
    }


def test_a_source_that_brought_nothing_tonight_is_told(landed: "LandedHome") -> None:
    landed.files[1] |= {"is_new": False, "landed_on": date(2025, 3, 9)}
    assert failed(landed.findings(CAME)) == {CAME: False}


def test_a_required_source_that_brought_nothing_closes_the_gate(
    landed: "LandedHome",
) -> None:
    landed.files[1] |= {"is_new": False, "landed_on": date(2025, 3, 9)}
    required = tuple(
        source.model_copy(update={"required": True}) for source in landed.shop.sources
    )
    landed.shop = landed.shop.model_copy(update={"sources": required})
    assert failed(landed.findings(CAME)) == {CAME: True}


def test_a_night_of_the_past_run_again_counts_what_came_since(
    landed: "LandedHome",
) -> None:
    landed.files[1] |= {"is_new": False, "landed_on": date(2025, 3, 11)}
    assert failed(landed.findings(CAME)) == {}


def test_a_few_rows_set_aside_are_told(landed: "LandedHome") -> None:
    landed.files[0] |= {"landed_count": 9, "set_aside_count": 1}
    landed.reasons.append(("till", "quantity is not a number", 1))
    sentence = "Of what till delivered, few rows were set aside"
    assert failed(landed.findings(sentence)) == {sentence: False}


def test_a_row_set_aside_without_a_reason_is_told(landed: "LandedHome") -> None:
    landed.files[0] |= {"row_count": 100, "landed_count": 99, "set_aside_count": 1}
    sentence = "Every row set aside has a reason"
    assert failed(landed.findings(sentence)) == {sentence: False}


def test_a_refused_file_is_told(landed: "LandedHome") -> None:
    landed.land(
        "till", "c" * 64, state="refused", row_count=0, landed_count=0, reason="no"
    )
    sentence = "No file of till was refused"
    assert failed(landed.findings(sentence)) == {sentence: False}


def test_a_refused_file_that_was_replaced_is_no_longer_told(
    landed: "LandedHome",
) -> None:
    refused = {"state": "refused", "row_count": 0, "landed_count": 0}
    landed.land("till", "c" * 64, **refused)
    landed.land("till", "d" * 64, "orders", file_name=landed.files[2]["file_name"])
    assert failed(landed.findings("No file of till was refused")) == {}


def test_stale_orders_are_told(landed: "LandedHome") -> None:
    for row in landed.rows["till", "orders", "a" * 64]:
        row["ordered_date"] = date(2025, 3, 9 - FRESH_DAYS)
    assert failed(landed.findings(FRESH)) == {FRESH: False}


def test_orders_dated_after_the_night_are_not_fresh_ones(landed: "LandedHome") -> None:
    rows = landed.rows["till", "orders", "a" * 64]
    for row in rows:
        row["ordered_date"] = date(2025, 2, 1)
    rows[0]["ordered_date"] = date(2025, 3, 11)
    assert failed(landed.findings(FRESH)) == {FRESH: False}


@pytest.fixture
def published(landed: "LandedHome", tmp_path: Path) -> None:
    """The night before was published with the first of the two files."""
    landed.write()
    folder = tmp_path / "nights" / "2025-03-09"
    (folder / "state").mkdir(parents=True)
    (folder / "night.json").write_text(json.dumps({"night": folder.name}))
    files = pl.read_parquet(landed.night.state / "files.parquet")
    files.head(1).write_parquet(folder / "state" / "files.parquet")


@pytest.mark.usefixtures("published")
def test_what_a_published_night_holds_is_not_looked_at_again(
    landed: "LandedHome",
) -> None:
    landed.files[0] |= {"is_new": False}
    set_most_aside(landed)
    landed.rows["till", "orders", "a" * 64][0]["order_id"] = None
    assert failed(landed.findings()) == {}


@pytest.mark.parametrize("is_new", [True, False])
def test_a_closed_gate_does_not_open_by_being_asked_twice(
    landed: "LandedHome", is_new: bool
) -> None:
    set_most_aside(landed)
    landed.files[0]["is_new"] = is_new
    assert failed(landed.findings(HALF_LANDED))[HALF_LANDED] is True


@pytest.mark.parametrize("is_new", [True, False])
def test_a_mended_file_in_the_place_of_a_bad_one_opens_the_gate(
    landed: "LandedHome", is_new: bool
) -> None:
    set_most_aside(landed)
    landed.files[0]["is_new"] = is_new
    landed.land("till", "c" * 64, "orders", file_name=landed.files[0]["file_name"])
    assert failed(landed.findings(HALF_LANDED)) == {}


def test_a_bad_file_taken_out_of_the_inbox_opens_the_gate(landed: "LandedHome") -> None:
    set_most_aside(landed)
    landed.gone.add("a" * 64)
    assert failed(landed.findings(HALF_LANDED)) == {}


def test_parquet_that_cannot_be_read_is_told_as_an_error(landed: "LandedHome") -> None:
    landed.write()
    path = landed.night.lake / "landing" / "till" / "orders" / f"{'a' * 64}.parquet"
    landed.rows.pop(("till", "orders", "a" * 64))
    path.write_bytes(b"PAR1 but no more")
    findings = landed.findings("Every row of orders has its order_id")
    told = failed(findings)
    assert told["The files behind orders can be read"] is True
    assert told["Every row of orders has its order_id"] is True
    assert all(each.error for each in findings if not each.is_passed)


def test_a_night_without_a_ledger_is_told_what_to_do(landed: "LandedHome") -> None:
    landed.write()
    (landed.night.state / "files.parquet").unlink()
    landed.write = lambda: None
    with pytest.raises(GateError, match=r"files.parquet is missing: landing writes"):
        landed.findings()
