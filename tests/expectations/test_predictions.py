"""The predictions gate: good ones pass, every planted fault is told or closes it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from expectations.predictions import MODEL_DAYS
from flows.night import Night
from flows.predictions.kept import DAYS_KEPT
from tests.expectations.conftest import AS_OF, BuiltNight, failed, lay_predictions

CHANCES = "The same buyers are about as likely to leave as the night before"
PURCHASES = "The same buyers are expected to buy about as often as the night before"
SALES = "About as much will be sold as in the four weeks before"
USED = "Every model that was used the night before is used"


def change(path: Path, statement: str) -> None:
    """Change the Parquet file: ``statement`` is about the table ``rows``."""
    with duckdb.connect() as connection:
        connection.execute(f"create table rows as from read_parquet('{path}')")
        connection.execute(statement)
        connection.execute(f"copy rows to '{path}' (format parquet)")


def models_of(night: Night) -> Path:
    return night.lake / "models" / f"{night.label}.prediction_models.parquet"


def customers_of(night: Night) -> Path:
    return night.state / "predicted_customers.parquet"


def test_good_predictions_pass(built: BuiltNight) -> None:
    findings = built.findings("predictions")
    assert failed(findings) == {}
    assert len(findings) == 17


def test_the_gate_lets_a_model_serve_as_long_as_nights_do() -> None:
    assert MODEL_DAYS == DAYS_KEPT


def test_a_shop_without_buyers_passes(built: BuiltNight) -> None:
    built.plant("delete from core.purchases", "delete from core.order_lines")
    for name in ("customers", "sales", "run_outs"):
        path = built.night.state / f"predicted_{name}.parquet"
        change(path, "delete from rows")
    assert failed(built.findings("predictions")) == {}


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "delete from rows where customer_id = 'c3'",
            "Every buyer has a row of predictions",
        ),
        (
            "insert into rows by name select * replace ('c9' as customer_id) "
            "from rows where customer_id = 'c3'",
            "Nothing is predicted of someone who never bought",
        ),
        (
            "insert into rows from rows where customer_id = 'c3'",
            "No buyer is predicted twice",
        ),
        (
            "update rows set no_purchase_90d_probability = 1.2 "
            "where customer_id = 'c3'",
            "Every chance lies between nought and one",
        ),
        (
            "update rows set expected_purchases_90d = -0.1 where customer_id = 'c3'",
            "Nobody is expected to buy less than nothing",
        ),
        (
            "update rows set expected_revenue_90d_amount = -3 where customer_id = 'c3'",
            "Nobody is expected to bring less than nothing",
        ),
        (
            "update rows set expected_purchases_365d = 0.1 where customer_id = 'c3'",
            "Nobody is expected to buy less in a year than in 90 days",
        ),
        (
            "update rows set next_order_date = date '2026-01-01' "
            "where customer_id = 'c3'",
            "Every next order is to come, and within its own range",
        ),
        (
            "update rows set next_order_earliest_date = date '2025-03-10' "
            "where customer_id = 'c3'",
            "Every next order is to come, and within its own range",
        ),
        (
            "update rows set no_purchase_reason = null where customer_id = 'c7'",
            "Where nothing is predicted, a reason is told",
        ),
        (
            "update rows set next_order_reason = null where customer_id = 'c7'",
            "Where nothing is predicted, a reason is told",
        ),
    ],
)
def test_an_impossible_prediction_closes_the_gate(
    built: BuiltNight, statement: str, sentence: str
) -> None:
    change(customers_of(built.night), statement)
    assert failed(built.findings("predictions", sentence)) == {sentence: True}


@pytest.mark.parametrize(
    ("table", "statement", "sentence"),
    [
        (
            "run_outs",
            "update rows set run_out_high_date = date '2025-03-19'",
            "Every run-out lies within its own range",
        ),
        (
            "run_outs",
            "update rows set days_per_unit = -1",
            "Nothing lasts less than no time",
        ),
        (
            "sales",
            "update rows set low_amount = 50 where sales_date = date '2025-03-12'",
            "Every forecast day is to come, and within its own range",
        ),
        (
            "sales",
            "update rows set sales_date = date '2025-03-10' "
            "where sales_date = date '2025-03-12'",
            "Every forecast day is to come, and within its own range",
        ),
    ],
)
def test_an_impossible_run_out_or_day_closes_the_gate(
    built: BuiltNight, table: str, statement: str, sentence: str
) -> None:
    change(built.night.state / f"predicted_{table}.parquet", statement)
    assert failed(built.findings("predictions")) == {sentence: True}


@pytest.mark.parametrize("days", [-1, 8])
def test_a_model_too_old_or_of_a_day_to_come_closes_the_gate(
    built: BuiltNight, days: int
) -> None:
    learned_on = AS_OF - timedelta(days=days)
    change(models_of(built.night), f"update rows set trained_on = date '{learned_on}'")
    sentence = "Every model was learned in the last 7 days"
    assert failed(built.findings("predictions")) == {sentence: True}


def test_more_to_be_sold_than_ever_is_told(built: BuiltNight) -> None:
    path = built.night.state / "predicted_sales.parquet"
    change(path, "update rows set expected_amount = 400, high_amount = 900")
    assert failed(built.findings("predictions")) == {SALES: False}


@pytest.fixture
def before(built: BuiltNight, publish_before: Callable[..., Path]) -> Path:
    """The night before with the same predictions: the folder of its files."""
    folder = publish_before()
    night = Night(built.night.home, date(2025, 3, 9), 1)
    lay_predictions(
        folder / "state", night.lake / "models" / "2025-03-09.1", night.as_of
    )
    facts = '{"state": {"prediction_models": "%s"}}'
    kept = models_of(night).relative_to(built.night.home)
    (folder / "night.json").write_text(facts % kept.as_posix(), encoding="utf-8")
    return folder


def test_the_same_as_the_night_before_passes(built: BuiltNight, before: Path) -> None:
    assert (before / "state" / "predicted_customers.parquet").exists()
    assert failed(built.findings("predictions")) == {}


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "update rows set no_purchase_90d_probability = "
            "no_purchase_90d_probability + 0.2",
            CHANCES,
        ),
        (
            "update rows set expected_purchases_90d = 1.5 * expected_purchases_90d",
            PURCHASES,
        ),
        (
            "update rows set expected_purchases_90d = 0.5 * expected_purchases_90d",
            PURCHASES,
        ),
    ],
)
def test_predictions_that_moved_overnight_are_told(
    built: BuiltNight, before: Path, statement: str, sentence: str
) -> None:
    change(before / "state" / "predicted_customers.parquet", statement)
    assert failed(built.findings("predictions")) == {sentence: False}


def test_a_model_that_is_no_longer_used_is_told(
    built: BuiltNight, before: Path
) -> None:
    assert before.exists()
    statement = "update rows set reason = 'Too few' where model = 'churn'"
    change(models_of(built.night), statement)
    assert failed(built.findings("predictions")) == {USED: False}


def test_predictions_that_are_gone_close_the_gate(built: BuiltNight) -> None:
    customers_of(built.night).unlink()
    said = failed(built.findings("predictions"))
    assert said["The files behind customers can be read"] is True
