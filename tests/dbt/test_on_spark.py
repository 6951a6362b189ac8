"""Spark reads every model: a small shop's tables, built by hand on both engines."""

import subprocess
from pathlib import Path
from typing import Protocol

import duckdb
import pytest

from flows.transform.spark import lack_of_spark

pytestmark = pytest.mark.slow

# Little is compiled, but of many queries.
JAVA = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"
DEFAULTS = f"""
spark.driver.extraJavaOptions {JAVA}
spark.sql.shuffle.partitions 2
"""


class Home(Protocol):
    """A home as conftest makes it."""

    folder: Path

    def dbt(self, *words: str) -> "subprocess.CompletedProcess[str]": ...

    def moved(self, folder: Path) -> "Home": ...


def test_every_model_gives_the_same_rows_on_spark(
    shop: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shop.moved(tmp_path / "Ada's shop")
    if lack := lack_of_spark(home.folder):
        pytest.skip(lack)
    (tmp_path / "spark-defaults.conf").write_text(DEFAULTS)
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    monkeypatch.setenv("KEYUAN_SPARK_MASTER", "local[2]")
    swept = home.folder / "dev.spark" / "core.db" / "orders" / "of_an_earlier_process"
    swept.parent.mkdir(parents=True)
    swept.touch()
    kinds = ["--exclude-resource-type", "test", "unit_test"]
    built = home.dbt("build", "--quiet", "--target", "spark", *kinds)
    assert built.returncode == 0, built.stdout

    with duckdb.connect(str(home.folder / "dev.duckdb"), read_only=True) as engine:
        engine.execute("set timezone = 'UTC'")
        tables = engine.execute(
            "select schema_name, table_name from duckdb_tables()"
        ).fetchall()
        assert len(tables) > 100
        different = [table for table in tables if not _alike(engine, home, *table)]
    assert different == []


def _alike(
    engine: duckdb.DuckDBPyConnection, home: Home, schema: str, name: str
) -> bool:
    files = home.folder / "dev.spark" / f"{schema}.db" / name / "*.parquet"
    here = engine.table(f"{schema}.{name}")
    there = engine.read_parquet(str(files))
    if (here.columns, here.types) != (there.columns, there.types):
        return False
    return not (here.except_(there).fetchall() or there.except_(here).fetchall())
