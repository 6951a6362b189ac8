"""Lays the lake before the landing gate: its files, rows, schemas and latest orders.

Every table is read together with its entity's schema file, which has all columns and
no rows, so that an entity of which nothing has come is an empty table.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from flows.checks.findings import Finding
from flows.checks.tables import lay, lay_rows, read_parquet, schema_of

__all__ = ["lay_entity", "lay_lake", "lay_latest_orders", "schema_file"]


def lay_lake(connection: duckdb.DuckDBPyConnection, lake: Path) -> None:
    """Every landed Parquet as ``gate.lake``: its source, entity, sha256 and path."""
    files = [
        (*path.parts[-3:-1], path.stem.split("-")[0], str(path))
        for path in sorted((lake / "landing").glob("*/*/*.parquet"))
        if path.parts[-3] != "schema"
    ]
    lay_rows(connection, "lake", ["source_name", "entity", "sha256", "path"], files)


def lay_latest_orders(
    connection: duckdb.DuckDBPyConnection, lake: Path, as_of: date
) -> list[Finding]:
    """The latest order date up to the night, by source."""
    query = "select path from gate.lake where entity = 'orders' order by path"
    paths = _paths(connection, lake, "orders", query)
    return lay(
        connection,
        "latest_orders",
        f"""
            select source_name, max(ordered_date) as latest_order_date
            from {read_parquet(paths)}
            where ordered_date <= date '{as_of}'
            group by 1
        """,
    )


def lay_entity(
    connection: duckdb.DuckDBPyConnection, lake: Path, entity: str
) -> list[Finding]:
    """The rows of files not yet published, and where they break their contract."""
    query = f"""
        select lake.path
        from gate.lake as lake
        semi join gate.files as files
            on lake.source_name = files.source_name
            and lake.sha256 = files.sha256
            and files.is_unpublished
        where lake.entity = '{entity}'
        order by lake.path
    """
    paths = _paths(connection, lake, entity, query)
    differences = _differences(paths)
    return [
        *lay(connection, entity, f"select * from {read_parquet(paths)}", "view"),
        *lay(connection, f"{entity}_schema", differences),
    ]


def schema_file(lake: Path, entity: str) -> Path:
    """The file that has every column of ``entity`` and no rows."""
    return lake / "landing" / "schema" / entity / "schema.parquet"


def _paths(
    connection: duckdb.DuckDBPyConnection, lake: Path, entity: str, query: str
) -> list[Path]:
    """The schema file of ``entity`` and, after it, the paths that ``query`` names."""
    found = connection.execute(query).fetchall()
    return [schema_file(lake, entity), *(Path(path) for (path,) in found)]


def _differences(paths: Sequence[Path]) -> str:
    """Columns that are not in the contract and columns of it that are not there."""
    return f"""
        with promised as (
            select files.file_name, contract.name, contract.duckdb_type
            from (select distinct file_name from {schema_of(paths)}) as files
            cross join {schema_of(paths[:1])} as contract
        ),
        differences as (
            (select * from {schema_of(paths)} except select * from promised)
            union all
            (select * from promised except select * from {schema_of(paths)})
        )
        select count(*) as schema_difference_count from differences
    """
