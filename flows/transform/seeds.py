"""The night's settings tables: the shipped defaults under the shop's own.

A file of the same name in the shop's ``settings/`` takes a default's place. The
merged set is laid in the night's folder and checked there, so that two shops, or an
upgrade, never collide in the code.
"""

import shutil
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
import yaml

from flows.errors import HomeError
from flows.settings import Shop

__all__ = ["PROJECT", "lay_seeds"]

PROJECT = Path(__file__).parents[2] / "dbt_project"


def lay_seeds(shop: Shop, home: Path, folder: Path) -> list[str]:
    """Write the merged settings tables to ``folder``.

    Returns:
        The names of the shop's own tables that took a default's place.

    Raises:
        HomeError: a table of the shop's has no default, is not readable as CSV, or
            lacks a column that the default has, or holds a value of another type.
    """
    defaults = {path.name: path for path in sorted((PROJECT / "seeds").glob("*.csv"))}
    own = {path.name: path for path in sorted((home / "settings").glob("*.csv"))}
    for name, path in own.items():
        if name not in defaults:
            known = ", ".join(defaults)
            message = f"{path} is not a settings table; there are: {known}. Rename it"
            raise HomeError(message)
        _check(path, defaults[name])
    for name, path in (defaults | own).items():
        shutil.copyfile(path, folder / name)
    _sources(shop).write_csv(folder / "shop_sources.csv")
    _fee_products(shop).write_csv(folder / "fee_products.csv")
    return list(own)


def _check(path: Path, default: Path) -> None:
    """See that a table of the shop's has the default's columns and types."""
    expected = pl.read_csv(default, infer_schema=False).columns
    try:
        found = pl.read_csv(path, infer_schema=False).columns
    except (pl.exceptions.PolarsError, UnicodeError) as error:
        message = f"{path} is not readable as CSV ({error}). Save it as CSV in UTF-8"
        raise HomeError(message) from None
    if missing := [name for name in expected if name not in found]:
        message = (
            f"{path} lacks the column {', '.join(missing)}; it must have "
            f"{', '.join(expected)}. Compare it with the default of the same name"
        )
        raise HomeError(message)
    for column, kind in _types()[path.stem].items():
        _check_values(path, column, kind)


def _check_values(path: Path, column: str, kind: str) -> None:
    """See that every value can be read as what dbt will read it as."""
    wrong = duckdb.execute(
        f"""
        select line, value
        from (
            select row_number() over () + 1 as line, "{column}" as value
            from read_csv(?, header = true, all_varchar = true)
        )
        where value is not null and try_cast(value as {kind}) is null
        order by line
        limit 1
        """,
        [str(path)],
    ).fetchone()
    if wrong is not None:
        line, value = wrong
        message = (
            f"{path}, line {line}: {column} is {value!r}, which is no {kind}. "
            "Write it as the default of the same name does"
        )
        raise HomeError(message)


@cache
def _types() -> dict[str, dict[str, str]]:
    """The type of every column of every settings table, as dbt_project.yml has it."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    tables = project["seeds"]["keyuan"]
    return {
        name: table["+column_types"]
        for name, table in tables.items()
        if isinstance(table, dict)
    }


def _sources(shop: Shop) -> pl.DataFrame:
    # A till may ring up two equal lines; a web shop's export repeats one by mistake.
    return pl.DataFrame(
        [
            {
                "source_name": source.name,
                "kind": source.kind,
                "trust_email": source.trust_email,
                "trust_phone": source.trust_phone,
                "count_repeated_lines": source.kind == "pos"
                if source.count_repeated_lines is None
                else source.count_repeated_lines,
                "credit_note_prefix": source.credit_note_prefix,
                "adjustment_prefix": source.adjustment_prefix,
            }
            for source in shop.sources
        ],
        schema={
            "source_name": pl.String,
            "kind": pl.String,
            "trust_email": pl.Boolean,
            "trust_phone": pl.Boolean,
            "count_repeated_lines": pl.Boolean,
            "credit_note_prefix": pl.String,
            "adjustment_prefix": pl.String,
        },
    )


def _fee_products(shop: Shop) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"source_name": source.name, "product_id": product}
            for source in shop.sources
            for product in source.fee_products
        ],
        schema={"source_name": pl.String, "product_id": pl.String},
    )
