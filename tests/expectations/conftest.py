"""A small shop on which every suite is true, to be spoilt one fault at a time."""

import json
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from flows.checks.findings import Finding
from flows.checks.gates import GATES, check
from flows.checks.runner import run_suites
from flows.landing.contracts import CONTRACTS
from flows.landing.schemas import landed_schema
from flows.night import Night
from flows.settings import Shop, Source

AS_OF = date(2025, 3, 10)
PREDICTIONS = Path(__file__).parent / "good_predictions.sql"
NOON = datetime(2025, 3, 9, 12, tzinfo=UTC)
HAPPENED = {"occurred_at": NOON, "occurred_date": date(2025, 3, 9)}
VALUES: dict[str, dict[str, Any]] = {
    "orders": {
        "order_id": "1042",
        "ordered_at": NOON,
        "ordered_date": date(2025, 3, 9),
        "phone": "+8613800138000",
    },
    "order_lines": {
        "order_id": "1042",
        "product_id": "PEN",
        "quantity": Decimal("1.0000"),
    },
    "customers": {"customer_id": "7", "phone": "+8613800138000"},
    "products": {"product_id": "PEN"},
    "stores": {"store_id": "1"},
    "loyalty_events": {"event_id": "1", "customer_id": "7", "kind": "earn"} | HAPPENED,
    "interactions": {"interaction_id": "1", "kind": "visit"} | HAPPENED,
    "feedback": {"feedback_id": "1", "kind": "review"} | HAPPENED,
    "survey_answers": {
        "survey": "opening",
        "question": "How was it?",
        "answer": "well",
        "phone": "+8613800138000",
        **HAPPENED,
    },
    "inventory": {
        "product_id": "PEN",
        "counted_at": NOON,
        "counted_date": date(2025, 3, 9),
        "quantity": Decimal("3.0000"),
    },
    "campaign_responses": {"campaign": "birthday", "customer_id": "7", "kind": "opened"}
    | HAPPENED,
    "fx_rates": {
        "rate_date": date(2025, 3, 9),
        "from_currency": "USD",
        "to_currency": "CNY",
        "rate": Decimal("7.20000000"),
    },
    "consents": {
        "phone": "+8613800138000",
        "channel": "sms",
        "purpose": "marketing",
        "state": "granted",
        "changed_at": NOON,
        "changed_date": date(2025, 3, 9),
    },
}


@dataclass
class LandedHome:
    """A home as landing leaves it; ``gone`` are files taken out of the inbox."""

    night: Night
    shop: Shop
    files: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[tuple[str, str, str], list[dict[str, Any]]] = field(default_factory=dict)
    reasons: list[tuple[str, str, int]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def land(self, source: str, sha256: str, *entities: str, **facts: object) -> None:
        """Take in a file of ten rows for each of ``entities``."""
        arrival = len(self.files) + 1
        file = {
            "arrival": arrival,
            "source_name": source,
            "file_name": f"inbox/{source}/{sha256}.csv",
            "sha256": sha256,
            "landed_on": AS_OF,
            "state": "landed",
            "reason": None,
            "row_count": 10,
            "landed_count": 10,
            "set_aside_count": 0,
            "is_new": True,
        }
        self.files.append(file | facts)
        for entity in entities:
            self.rows[source, entity, sha256] = [
                VALUES[entity]
                | {
                    "source_name": source,
                    "file_sha256": sha256,
                    "row_number": number,
                    "arrival": arrival,
                    "landed_on": AS_OF,
                }
                for number in range(2, 12)
            ]

    def write(self) -> None:
        """Lay inbox, ledger, lake and schemas on disk."""
        landing = self.night.lake / "landing"
        for file in self.files:
            if file["sha256"] not in self.gone:
                path = self.night.home / file["file_name"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
        for entity in CONTRACTS:
            path = landing / "schema" / entity / "schema.parquet"
            _write(path, [], landed_schema(entity))
        for (source, entity, sha256), rows in self.rows.items():
            path = landing / source / entity / f"{sha256}.parquet"
            _write(path, rows, landed_schema(entity))
        schema = {
            "arrival": pl.Int64,
            "source_name": pl.String,
            "file_name": pl.String,
            "sha256": pl.String,
            "landed_on": pl.Date,
            "state": pl.String,
            "reason": pl.String,
            "row_count": pl.Int64,
            "landed_count": pl.Int64,
            "set_aside_count": pl.Int64,
            "is_new": pl.Boolean,
        }
        _write(self.night.state / "files.parquet", self.files, schema)
        told = {"source_name": pl.String, "reason": pl.String, "row_count": pl.Int64}
        rows = [dict(zip(told, row, strict=True)) for row in self.reasons]
        _write(self.night.state / "set_aside_reasons.parquet", rows, told)

    def findings(self, *about: str) -> list[Finding]:
        """What the landing gate finds, or its suites with the sentences ``about``."""
        self.write()
        return _look(self.night, self.shop, "landing", about)


@dataclass(frozen=True)
class BuiltNight:
    """A night with a warehouse of its own."""

    night: Night
    shop: Shop

    def plant(self, *statements: str) -> None:
        """Change the warehouse."""
        with duckdb.connect(str(self.night.warehouse)) as connection:
            for statement in statements:
                connection.execute(statement)

    def findings(self, gate: str, *about: str) -> list[Finding]:
        """What ``gate`` finds, or its suites with the sentences ``about``."""
        return _look(self.night, self.shop, gate, about)


@pytest.fixture
def landed(tmp_path: Path) -> LandedHome:
    """A till and a web shop that delivered tonight."""
    home = LandedHome(Night(tmp_path, AS_OF, 1), shop_of("till", "webshop"))
    home.land("till", "a" * 64, "orders", "order_lines", "customers")
    home.land("webshop", "b" * 64, "orders", "order_lines", "consents")
    return home


@pytest.fixture(scope="session")
def good_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse on which every check of the marts and audiences gates is true."""
    path = tmp_path_factory.mktemp("good") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            (Path(__file__).parent / "good_night.sql").read_text(encoding="utf-8")
        )
    return path


@pytest.fixture
def built(tmp_path: Path, good_warehouse: Path) -> BuiltNight:
    """A night whose marts and audiences are good."""
    night = Night(tmp_path, AS_OF, 1)
    night.state.mkdir(parents=True)
    shutil.copy(good_warehouse, night.warehouse)
    contact_points = pl.DataFrame(
        {
            "kind": ["phone"],
            "value": ["138 0013 8000"],
            "normal_value": ["+8613800138000"],
            "region": ["CN"],
        }
    )
    contact_points.write_parquet(night.state / "contact_points.parquet")
    ids = {f"till:{number}": f"c{number}" for number in range(10)}
    lay_ids(night.state / "identity_records.parquet", ids)
    lay_changes(night)
    lay_predictions(night.state, night.lake / "models" / f"{night.label}")
    return BuiltNight(night, shop_of("till"))


def lay_ids(path: Path, ids: Mapping[str, str | None]) -> None:
    """Write which record is which customer's."""
    schema = {"record_id": pl.String, "customer_id": pl.String}
    rows = [{"record_id": record, "customer_id": of} for record, of in ids.items()]
    _write(path, rows, schema)


def lay_changes(night: Night, *changes: tuple[date, str, str]) -> None:
    """Write the changes of all nights: as_of, kind, and the id that it happened to."""
    schema = {"as_of": pl.Date, "kind": pl.String, "old_customer_id": pl.String}
    rows = [dict(zip(schema, change, strict=True)) for change in changes]
    _write(night.state / "identity_changes.parquet", rows, schema)


def lay_predictions(state: Path, models: Path, learned_on: date = AS_OF) -> None:
    """Write what is expected of the eight buyers but one, with the models behind it."""
    state.mkdir(parents=True, exist_ok=True)
    models.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for statement in PREDICTIONS.read_text(encoding="utf-8").split(";\n"):
            connection.execute(statement)
        connection.execute(f"update models set trained_on = date '{learned_on}'")
        for table, path in (
            ("customers", state / "predicted_customers.parquet"),
            ("sales", state / "predicted_sales.parquet"),
            ("run_outs", state / "predicted_run_outs.parquet"),
            ("models", Path(f"{models}.prediction_models.parquet")),
        ):
            connection.execute(f"copy {table} to '{path}' (format parquet)")


@pytest.fixture
def publish_before(tmp_path: Path, good_warehouse: Path) -> Callable[..., Path]:
    """Publishes a night of the day before, changed by the statements given."""

    def publish(*statements: str) -> Path:
        folder = tmp_path / "nights" / "2025-03-09"
        folder.mkdir(parents=True)
        (folder / "night.json").write_text(json.dumps({"night": folder.name}))
        shutil.copy(good_warehouse, folder / "warehouse.duckdb")
        with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
            for statement in statements:
                connection.execute(statement)
        return folder

    return publish


def failed(findings: list[Finding]) -> dict[str, bool]:
    """The sentences that are not true, and whether they close the gate."""
    return {
        finding.sentence: finding.closes_gate
        for finding in findings
        if not finding.is_passed
    }


def _look(night: Night, shop: Shop, gate: str, about: Collection[str]) -> list[Finding]:
    if not about:
        return check(night, shop, gate)
    with GATES[gate](night, shop) as prepared:
        suites = [
            suite
            for suite in prepared.suites
            if {each.meta["sentence"] for each in suite.expectations} & set(about)
        ]
        assert suites, f"no suite says {about}"
        return run_suites(replace(prepared, suites=suites))


def shop_of(*names: str, required: bool = False) -> Shop:
    """A shop with these sources."""
    sources = [
        Source(
            name=name,
            kind="pos",
            layout="square_items",
            files=f"inbox/{name}/*.csv",
            required=required,
        )
        for name in names
    ]
    return Shop(
        name="Corner",
        timezone="Asia/Shanghai",
        country="CN",
        currency="CNY",
        sources=tuple(sources),
    )


def _write(path: Path, rows: list[dict[str, Any]], schema: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(path)


@pytest.fixture
def as_of() -> date:
    """The night of all these tests."""
    return AS_OF
