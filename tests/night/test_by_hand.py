"""The command and dbt without a night: help, and a data engineer at work."""

import os
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


def test_a_data_engineer_builds_tests_and_documents_without_prefect(
    copy: Path, rows: Rows
) -> None:
    project = Path(__file__).parents[2] / "dbt_project"
    dbt = Path(sys.executable).with_name("dbt")
    variables = {
        name: value for name, value in os.environ.items() if "KEYUAN" not in name
    } | {
        "KEYUAN_HOME": str(copy),
        "DBT_TARGET_PATH": str(copy / "dev" / "target"),
        "DBT_LOG_PATH": str(copy / "dev" / "logs"),
        "DO_NOT_TRACK": "1",
    }
    for command in (["build"], ["test"], ["docs", "generate"]):
        done = subprocess.run(
            [str(dbt), *command, "--vars", f"{{as_of_date: '{AS_OF}'}}"],
            cwd=project,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:]
    assert (copy / "dev" / "target" / "catalog.json").is_file()
    with duckdb.connect(str(copy / "dev.duckdb"), read_only=True) as dev:
        built = dev.execute("select count(*) from marts.customer_360").fetchone()
    assert built == rows(copy, "select count(*) from marts.customer_360")[0]


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
