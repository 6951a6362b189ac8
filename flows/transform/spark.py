"""Apache Spark in the place of DuckDB: what it needs, its session, its tables.

Spark builds the same models and writes Parquet into the night's folder. What it built
is then taken into the night's warehouse, so that everybody after it, Python's own
stages included, has one door, and a published night is one file as ever.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path

from flows.errors import HomeError
from flows.night import Night
from flows.settings import named_java_home, named_spark_master
from flows.warehouse import connect

__all__ = ["TARGETS", "engine_of", "lack_of_spark", "require_engine", "take_tables"]

TARGETS = ("duckdb", "spark")

PACKAGES = {"pyspark": "pyspark", "dbt-spark": "dbt.adapters.spark"}
LEAST_JAVA = 17
# Spark reads these in a path as a pattern, even where it writes.
PATTERN = re.compile(r"[][*?{}\\]")
PATIENCE_SECONDS = 30


def require_engine(target: str, home: Path) -> None:
    """See that ``target`` can build a night of ``home``; ``duckdb`` always can.

    Raises:
        HomeError: something is missing; the message says what, and what to do.
    """
    if target not in TARGETS:
        message = f"target is {target!r}; it must be {' or '.join(TARGETS)}"
        raise HomeError(message)
    if target == "spark" and (lack := lack_of_spark(home)):
        raise HomeError(lack)


def engine_of(target: str, night: Night) -> AbstractContextManager[None]:
    """What must run while models are built: for ``duckdb`` nothing."""
    return _spark_running(night) if target == "spark" else nullcontext()


def lack_of_spark(home: Path) -> str | None:
    """What keeps Spark from building a night of ``home``, in a sentence."""
    missing = [name for name, module in PACKAGES.items() if not _is_there(module)]
    if missing:
        return (
            f"--target spark needs {' and '.join(missing)}, not installed here: "
            "pip install --constraint constraints.txt 'keyuan[spark]', or build on "
            "DuckDB with --target duckdb"
        )
    if lack := _lack_of_java():
        return f"--target spark needs Java {LEAST_JAVA} or newer; {lack}"
    if found := PATTERN.findall(str(home.absolute())):
        signs = " ".join(sorted(set(found)))
        return (
            f"--target spark cannot write to {home.absolute()}: Spark takes {signs} in "
            "a path for a pattern. Rename that folder"
        )
    return None


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _lack_of_java() -> str | None:
    """Spark looks into JAVA_HOME first, then for the command."""
    java_home = named_java_home()
    command = str(Path(java_home, "bin", "java")) if java_home else "java"
    remedy = "Install one, or name the folder of another in JAVA_HOME"
    if shutil.which(command) is None:
        return f"there is no {command}. {remedy}"
    # Java tells its version on stderr: openjdk version "17.0.15" 2025-04-15.
    told = subprocess.run(
        [command, "-version"], capture_output=True, text=True, check=False
    ).stderr
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    if version is None or int(version[1]) < LEAST_JAVA:
        found = version[1] if version else "unknown"
        return f"the version of {command} is {found}. {remedy}"
    return None


@contextmanager
def _spark_running(night: Night) -> Iterator[None]:
    """Inside the block dbt finds Spark's process, whose words go to the night's log.

    It ends with the block, and with it what it wrote: its tables are in the warehouse.
    """
    process = _launch(night.logs / "spark.log")
    try:
        yield
    finally:
        _end(process)
        shutil.rmtree(night.spark, ignore_errors=True)


def take_tables(night: Night, tables: Iterable[tuple[str, str]]) -> None:
    """Copy tables, given as (schema, name), from Spark's Parquet to the warehouse."""
    with connect(night.warehouse, read_only=False) as connection:
        for schema, name in tables:
            files = night.spark / f"{schema}.db" / name / "*.parquet"
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(
                f"create or replace table {schema}.{name} as from read_parquet(?)",
                [str(files.absolute())],
            )


def _launch(log: Path) -> "subprocess.Popen[bytes]":
    """Start Java before dbt would, so that it does not write to the terminal."""
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway

    conf = SparkConf(loadDefaults=False).setMaster(named_spark_master())
    with log.open("ab") as file:
        try:
            gateway = launch_gateway(conf, {"stdout": file, "stderr": file})
        except PySparkRuntimeError as error:
            message = f"Spark did not start ({error}); {log} says why. Mend that place"
            raise HomeError(message) from None
    SparkContext._ensure_initialized(gateway=gateway)
    process: subprocess.Popen[bytes] = gateway.proc
    return process


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the session, then Java; the next one in this process begins anew."""
    from pyspark import SparkContext

    if SparkContext._active_spark_context is not None:
        SparkContext._active_spark_context.stop()
    SparkContext._gateway.shutdown()
    SparkContext._gateway = SparkContext._jvm = None
    if process.stdin is not None:
        process.stdin.close()  # its sign to end
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
