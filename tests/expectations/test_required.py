"""What every landed row must fill: a row that does not closes the landing gate."""

import polars as pl
import pytest

from expectations.required import REQUIRED_ALTERNATIVES, REQUIRED_COLUMNS, ROW_ORIGIN
from flows.landing.contracts import CONTRACTS
from tests.expectations.conftest import LandedHome, failed


@pytest.mark.parametrize("entity", REQUIRED_COLUMNS)
def test_a_null_in_any_required_column_closes_the_gate(
    landed: LandedHome, entity: str
) -> None:
    columns = REQUIRED_COLUMNS[entity]
    landed.land("till", "c" * 64, entity)
    for number, column in enumerate(columns):
        landed.rows["till", entity, "c" * 64][number][column] = None
    told = {f"Every row of {entity} has its {column}": True for column in columns}
    assert failed(landed.findings(*told)) == told


@pytest.mark.parametrize("entity", REQUIRED_ALTERNATIVES)
def test_a_row_without_any_of_its_alternatives_closes_the_gate(
    landed: LandedHome, entity: str
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
def test_rows_without_an_origin_close_the_gate(landed: LandedHome, entity: str) -> None:
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
    landed: LandedHome, entity: str
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
