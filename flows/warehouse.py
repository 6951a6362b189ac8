"""The only door to the engine: connect, query, write, let go.

A night's tables live in one DuckDB file. dbt keeps that file open in the process it
ran in, so whoever opens it after dbt goes through :func:`connect`, which first makes
dbt let go.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

__all__ = ["connect", "in_memory", "query", "release"]


@contextmanager
def connect(
    warehouse: Path, *, read_only: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse file, in UTC, and close it at the end of the block.

    Raises:
        duckdb.IOException: another process holds the file.
    """
    release()
    connection = duckdb.connect(str(warehouse), read_only=read_only)
    try:
        connection.execute("set timezone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        yield connection
    finally:
        connection.close()


@contextmanager
def in_memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine with nothing in it, which draws no progress bar into what is said."""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        yield connection


def query(warehouse: Path, sql: str) -> pl.DataFrame:
    """The rows of one statement as a polars frame."""
    with connect(warehouse) as connection:
        # Arrow's own C interface, so that pyarrow is not needed.
        return pl.DataFrame(connection.sql(sql))


def release() -> None:
    """Close the connections that dbt left open in this process."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    close: Callable[[], None] = DuckDBConnectionManager.close_all_connections
    close()
