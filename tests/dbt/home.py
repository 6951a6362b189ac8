"""A shop's home as dbt needs one: landed Parquet, the night's state, settings."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.landing.contracts import CONTRACTS
from flows.landing.schemas import landed_schema
from flows.predictions.replenishment import RUN_OUTS

__all__ = ["LANDING", "PROJECT", "Home", "Rows"]

PROJECT = Path(__file__).parents[2] / "dbt_project"

TEXT, MONEY = pl.String(), pl.Decimal(18, 2)
DAY, WHOLE, TRUTH = pl.Date(), pl.Int64(), pl.Boolean()


def _texts(names: str) -> dict[str, Any]:
    return dict.fromkeys(names.split(), TEXT)


LANDING = {entity: landed_schema(entity) for entity in CONTRACTS}
STATE: Mapping[str, dict[str, Any]] = {
    "identity_records": {
        **_texts("record_id customer_id link_rule"),
        "link_weight": pl.Decimal(9, 6),
        "first_seen_on": DAY,
    },
    "contact_points": _texts("kind value normal_value region"),
    "shop": _texts("currency timezone holdout_salt country"),
    "predicted_run_outs": dict(RUN_OUTS),
    "files": {
        **_texts("source_name file_name sha256 state reason"),
        "landed_on": DAY,
        **dict.fromkeys(["arrival", "row_count", "landed_count"], WHOLE),
        "set_aside_count": WHOLE,
        "set_aside_amount": MONEY,
        "is_new": TRUTH,
    },
}
Rows = Iterable[Mapping[str, object]]


@dataclass(frozen=True)
class Home:
    """A shop's home as dbt needs one, in a temporary folder."""

    folder: Path
    as_of: str = "2025-06-30"

    def land(self, entity: str, rows: Rows, source: str = "till") -> None:
        """Lay rows as one landed file of a source; unnamed columns are null."""
        frame = pl.DataFrame(list(rows), schema=LANDING[entity])
        folder = self.folder / "lake" / "landing" / source / entity
        folder.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(folder / f"{len(list(folder.iterdir()))}.parquet")

    def moved(self, folder: Path) -> "Home":
        """The same home in a copy of its folder."""
        return replace(self, folder=shutil.copytree(self.folder, folder))

    def hand_over(self, table: str, rows: Rows) -> None:
        """Lay a table of the night's state, as Python hands it to dbt."""
        folder = self.folder / "current" / "state"
        folder.mkdir(parents=True, exist_ok=True)
        frame = pl.DataFrame(list(rows), schema=STATE[table])
        frame.write_parquet(folder / f"{table}.parquet")

    def set_table(self, name: str, rows: list[Mapping[str, object]]) -> None:
        """Put a settings table in the place of the shipped one."""
        with (self.folder / "seeds" / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def dbt(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Call dbt in a process of its own, as a data engineer would."""
        call = [sys.executable, "-c", "from dbt.cli.main import cli; cli()", *words]
        if "--vars" not in words:
            call += ["--vars", f"{{as_of_date: {self.as_of}, currency: CNY}}"]
        call += ["--target-path", str(self.folder / "target")]
        call += ["--log-path", str(self.folder / "logs")]
        environment = {
            **os.environ,
            "KEYUAN_HOME": str(self.folder),
            "KEYUAN_SEEDS": str(self.folder / "seeds"),
            "DO_NOT_TRACK": "1",
        }
        return subprocess.run(
            call,
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of one query on what dbt built."""
        with duckdb.connect(str(self.folder / "dev.duckdb"), read_only=True) as engine:
            return engine.execute(sql).fetchall()
