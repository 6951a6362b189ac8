"""The command and dbt without a night: help, and a data engineer at work."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

Rows = Callable[[Path, str], list[tuple[Any, ...]]]
pytestmark = pytest.mark.slow

AS_OF = "2025-06-30"
PROJECT = Path(__file__).parents[2] / "dbt_project"


def dbt(home: Path, *words: str, project: Path = PROJECT, **variables: object) -> str:
    """What dbt says, called by hand on a home."""
    environment = {
        name: value for name, value in os.environ.items() if "KEYUAN" not in name
    } | {
        "KEYUAN_HOME": str(home),
        "DBT_TARGET_PATH": str(home / "dev" / "target"),
        "DBT_LOG_PATH": str(home / "dev" / "logs"),
        "DO_NOT_TRACK": "1",
    }
    told = json.dumps({"as_of_date": AS_OF, **variables})
    done = subprocess.run(
        [str(Path(sys.executable).with_name("dbt")), *words, "--vars", told],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def in_dev(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "dev.duckdb"), read_only=True) as dev:
        return dev.execute(sql).fetchall()


def test_a_data_engineer_builds_a_sample_of_whole_customers_without_prefect(
    copy: Path, rows: Rows
) -> None:
    dbt(copy, "build", sample_percent=25)  # and every test passes
    worth = "select customer_id, order_count, net_revenue_amount from {}.customer_360"
    sampled = set(in_dev(copy, worth.format("marts")))
    everybody = set(rows(copy, worth.format("marts")))
    assert 0.1 * len(everybody) < len(sampled) < 0.4 * len(everybody)
    assert sampled < everybody


def test_only_what_was_changed_since_the_night_is_built(
    copy: Path, tmp_path: Path
) -> None:
    project = tmp_path / "dbt_project"
    shutil.copytree(PROJECT, project)
    listed = ["ls", "--quiet", "--resource-type", "model", "--output", "name"]
    state = ["--state", str(copy / "current")]
    modified = ["--select", "state:modified"]
    assert dbt(copy, *listed, *modified, *state, project=project) == ""
    model = project / "models" / "marts" / "rfm.sql"
    model.write_text(model.read_text() + "\nwhere 1 = 1\n")
    assert dbt(copy, *listed, *modified, *state, project=project) == "rfm\n"
    also = dbt(copy, *listed, "--select", "state:modified+", *state, project=project)
    assert {"rfm", "customer_360"} < set(also.split())
    assert "orders" not in also.split()
    build = ["build", "--target", "dev", "--defer"]
    dbt(copy, *build, *modified, *state, project=project)
    built = "select table_schema, table_name from information_schema.tables where {}"
    assert in_dev(copy, built.format("table_schema = 'marts'")) == [("marts", "rfm")]


def test_the_manifest_of_a_night_names_no_folder_of_the_machine(town: Path) -> None:
    text = (town / "current" / "manifest.json").read_text()
    assert str(PROJECT) not in text
    assert str(town) not in text


def test_help_answers_in_under_a_second_because_it_imports_nothing_large() -> None:
    look = (
        "import sys; from click.testing import CliRunner; from flows.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "print([m for m in ('prefect', 'polars', 'dbt', 'duckdb', "
        "'great_expectations') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
