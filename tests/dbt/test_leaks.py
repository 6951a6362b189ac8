"""What happens after the night changes no row of it, whatever entity tells of it."""

import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pytest

pytestmark = pytest.mark.slow

NIGHT, MORNING = date(2025, 6, 30), datetime(2025, 7, 1, 10, tzinfo=UTC)
HAPPENED = {"occurred_at": MORNING, "occurred_date": MORNING.date()}
ADA = {"customer_id": "7", "email": "ada@example.com"}
PAPER = {"file_sha256": "later", "arrival": 9, "landed_on": NIGHT, "row_number": 2}
ORDERED = {"ordered_at": MORNING, "ordered_date": MORNING.date()}
UPDATED = {"updated_at": MORNING, "updated_date": MORNING.date()}
# Of each entity what may come after the night: of people, orders and goods known to it.
LATER: Mapping[str, list[dict[str, object]]] = {
    "orders": [
        {"order_id": "9", "customer_id": "7", **ORDERED},
        {"order_id": "10", **ORDERED},
    ],
    "order_lines": [
        {"order_id": "9", "product_id": "pen", "line_amount": Decimal("500.00")}
        | {"quantity": Decimal(9), "is_repeated": False},
        {"order_id": "10", "product_id": "pen", "line_amount": Decimal("-15.00")}
        | {"quantity": Decimal(-1), "is_repeated": False, "returned_order_id": "1"},
    ],
    "customers": [{**ADA, **UPDATED, "name": "Ada Later", "phone": "+8613900000000"}],
    "loyalty_events": [
        {"event_id": "9", "member_number": "m1", "kind": "tier", "tier": "gold"}
        | HAPPENED,
        {"event_id": "10", "member_number": "m1", "kind": "earn", **HAPPENED}
        | {"points": Decimal(900)},
    ],
    "interactions": [{"interaction_id": "9", "kind": "cart", **ADA, **HAPPENED}],
    "feedback": [
        {"feedback_id": "9", "kind": "complaint", "customer_id": "7", **HAPPENED}
    ],
    "survey_answers": [
        {"survey": "s", "question": "q2", "answer": "later", **ADA, **HAPPENED}
    ],
    "consents": [
        {**ADA, "channel": "email", "purpose": "marketing", "state": "revoked"}
        | {"changed_at": MORNING, "changed_date": MORNING.date(), "is_dated": True}
    ],
    "inventory": [
        {"product_id": "pen", "quantity": Decimal(0), "counted_at": MORNING}
        | {"counted_date": MORNING.date()}
    ],
    "campaign_responses": [
        {"campaign": "birthday", "customer_id": "7", "kind": "clicked", **HAPPENED}
    ],
    "fx_rates": [
        {"rate_date": MORNING.date(), "from_currency": "USD", "to_currency": "CNY"}
        | {"rate": Decimal("9.9")}
    ],
}
# What landed and does not count yet is told there, as class "later".
TELLING = {("core", "int_landed_rows_summed"), ("core", "reconciliation")}


class Home(Protocol):
    """A home as conftest makes it."""

    folder: Path

    def dbt(self, *words: str) -> subprocess.CompletedProcess[str]: ...

    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...

    def moved(self, folder: Path) -> "Home": ...

    def land(
        self, entity: str, rows: list[dict[str, object]], source: str = "till"
    ) -> None: ...


def test_a_fact_from_after_the_night_changes_no_row_of_it(
    shop: Home, tmp_path: Path
) -> None:
    home = shop.moved(tmp_path / "home")
    for entity, rows in LATER.items():
        home.land(entity, [{**PAPER, "source_name": "till", **row} for row in rows])
    built = home.dbt("run", "--quiet")
    assert built.returncode == 0, built.stdout
    before, after = tables(shop), tables(home)
    assert before.keys() == after.keys()
    changed = [name for name in before if before[name] != after[name]]
    assert changed == []


def tables(home: Home) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    """The rows of every table from core on, by schema and name."""
    names = home.rows(
        "select table_schema, table_name from information_schema.tables"
        " where table_schema in ('core', 'marts', 'audiences')"
    )
    return {
        (schema, name): home.rows(f'from "{schema}"."{name}" order by all')
        for schema, name in names
        if (schema, name) not in TELLING
    }
