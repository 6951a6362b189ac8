"""A night on a Spark of two workers is the night that DuckDB builds, row by row."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pytest

pytestmark = pytest.mark.slow

AS_OF = "2025-06-30"
SCHEMAS = {"settings", "staging", "identity", "core", "marts", "audiences"}
Run = Callable[..., "subprocess.CompletedProcess[str]"]
Rows = Callable[[Path, str], list[tuple[Any, ...]]]
Digests = Callable[[Path], dict[str, str]]
Both = duckdb.DuckDBPyConnection

TABLES = """
    select schema_name || '.' || table_name
    from duckdb_tables()
    where database_name = ?
    order by 1
"""
COLUMNS = """
    select column_name, data_type
    from duckdb_columns()
    where database_name = ? and schema_name || '.' || table_name = ?
    order by column_index
"""


class Cluster(Protocol):
    """A standing Spark as conftest makes it."""

    master: str
    variables: dict[str, str]

    def told(self) -> dict[str, Any]: ...


@pytest.fixture(scope="module")
def home(
    town: Path, tmp_path_factory: pytest.TempPathFactory, cluster: Cluster, keyuan: Run
) -> Path:
    """The town's inbox in a home of its own, with its night built on Spark."""
    home = tmp_path_factory.mktemp("spark") / "Ada's shop"
    kept = shutil.ignore_patterns("nights", "lake", "current", ".prefect", "said.txt")
    shutil.copytree(town, home, symlinks=True, ignore=kept)
    done = keyuan(
        *("nightly", "--home", home, "--as-of", AS_OF, "--target", "spark"),
        KEYUAN_SPARK_MASTER=cluster.master,
        **cluster.variables,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (home / "stderr.txt").write_text(done.stderr)
    return home


@pytest.fixture
def both(town: Path, home: Path) -> Iterator[Both]:
    """The two nights beside each other, as ``duckdb`` and as ``spark``."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        for name, shop in (("on_duckdb", town), ("on_spark", home)):
            path = str(shop / "nights" / AS_OF / "warehouse.duckdb").replace("'", "''")
            connection.execute(f"attach '{path}' as {name} (read_only)")
        yield connection


def differences(both: Both) -> dict[str, object]:
    """Every table that is not the same in both nights, and what differs."""
    first, second = (
        [name for (name,) in both.execute(TABLES, [night]).fetchall()]
        for night in ("on_duckdb", "on_spark")
    )
    found: dict[str, object] = dict.fromkeys(set(first) ^ set(second), "is in one")
    for table in set(first) & set(second):
        here, there = (
            both.execute(COLUMNS, [night, table]).fetchall()
            for night in ("on_duckdb", "on_spark")
        )
        found |= {table: set(here) ^ set(there)} if here != there else {}
        if here == there and (rows := different_rows(both, table)):
            found[table] = rows
    return found


def different_rows(both: Both, table: str) -> list[tuple[Any, ...]]:
    """Rows that one night has more often than the other; duplicates count."""
    here, there = f"from on_duckdb.{table}", f"from on_spark.{table}"
    return both.execute(
        f"({here} except all {there}) union all ({there} except all {here}) limit 3"
    ).fetchall()


def test_every_table_has_the_same_columns_types_and_rows(both: Both) -> None:
    tables = [name for (name,) in both.execute(TABLES, ["on_spark"]).fetchall()]
    assert {name.split(".")[0] for name in tables} == SCHEMAS
    assert differences(both) == {}


@pytest.mark.parametrize(
    ("fault", "table"),
    [
        ("update changed set net_amount = net_amount + 0.01", "core.orders"),
        ("alter table changed alter record_count type integer", "core.customers"),
        ("insert into changed from changed limit 1", "marts.rfm"),
        ("drop table changed", "audiences.members"),
    ],
)
def test_a_planted_difference_is_found(
    town: Path, tmp_path: Path, fault: str, table: str
) -> None:
    path = town / "nights" / AS_OF / "warehouse.duckdb"
    copy = shutil.copy(path, tmp_path / "copy.duckdb")
    with duckdb.connect(copy) as changed:
        changed.execute(fault.replace("changed", table))
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as on_duckdb (read_only)")
        connection.execute(f"attach '{copy}' as on_spark (read_only)")
        assert set(differences(connection)) == {table}


def test_marketing_gets_the_same_bytes(
    town: Path, home: Path, audience_bytes: Digests
) -> None:
    of_spark = audience_bytes(home / "nights" / AS_OF)
    assert of_spark == audience_bytes(town / "nights" / AS_OF)
    assert of_spark


def test_two_workers_built_it(home: Path, cluster: Cluster) -> None:
    told = cluster.told()
    (night,) = told["completedapps"]
    assert (night["state"], night["cores"]) == ("FINISHED", 2)
    assert [worker["state"] for worker in told["workers"]] == ["ALIVE", "ALIVE"]
    assert not (home / "nights" / AS_OF / "spark").exists()


def test_java_writes_to_the_nights_log_and_not_to_the_terminal(home: Path) -> None:
    assert "Spark" in (home / "nights" / AS_OF / "logs" / "spark.log").read_text()
    assert (home / "stderr.txt").read_text() == ""
