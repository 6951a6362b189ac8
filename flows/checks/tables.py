"""Lays what a gate looks at into the database ``gate``, in memory beside the night's.

A table that cannot be laid is a finding of its own: the checks that need it say so
too, but only here stands why.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import duckdb

from flows.checks.findings import Finding
from flows.masking import without_values

__all__ = ["attach_gate", "lay", "lay_rows", "read_parquet", "schema_of"]

GLOB_SIGNS = re.compile(r"([*?\[])")


def attach_gate(connection: duckdb.DuckDBPyConnection) -> None:
    """Open the database ``gate`` beside what ``connection`` has open."""
    connection.execute("attach ':memory:' as gate (read_write)")


def lay(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    query: str,
    kind: Literal["table", "view"] = "table",
) -> list[Finding]:
    """Lay ``query`` as ``gate.<table>``; what went wrong, if anything.

    What is large is laid as a view, so that it stays in its files.
    """
    try:
        connection.execute(f"create {kind} gate.{table} as {query}")
    except duckdb.Error as error:
        return [
            Finding(
                sentence=f"The files behind {table} can be read",
                table=table,
                severity="critical",
                is_passed=False,
                observed={},
                expected="readable Parquet",
                next_step="Bring the file back from its backup and run the night again",
                error=without_values(str(error)),
            )
        ]
    return []


def lay_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
) -> None:
    """Lay ``rows`` of names and paths as ``gate.<table>``."""
    empty: list[list[str]] = [[] for _ in columns]
    lists = [list(values) for values in zip(*rows, strict=True)] or empty
    selected = ", ".join(
        f"unnest(cast(? as varchar[])) as {column}" for column in columns
    )
    connection.execute(f"create table gate.{table} as select {selected}", lists)


def read_parquet(paths: Iterable[Path]) -> str:
    """The rows of all ``paths``, columns matched by name."""
    return (
        f"read_parquet({_listed(paths)}, union_by_name = true, "
        "hive_partitioning = false)"
    )


def schema_of(paths: Iterable[Path]) -> str:
    """The columns of each of ``paths``: file_name, name, duckdb_type."""
    return (
        "(select file_name, name, duckdb_type "
        f"from parquet_schema({_listed(paths)}) where type is not null)"
    )


def _listed(paths: Iterable[Path]) -> str:
    """The SQL list of ``paths``, in which no sign of theirs is a pattern."""
    escaped = (GLOB_SIGNS.sub(r"[\1]", str(path)) for path in paths)
    quoted = ("'" + path.replace("'", "''") + "'" for path in escaped)
    return f"[{', '.join(quoted)}]"
