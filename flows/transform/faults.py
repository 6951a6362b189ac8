"""What is wrong in the settings tables, each fault in a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.transform.dbt_rules import accepted_names, rules_of_dbt
from flows.transform.rules import RULES, Rule, audience_names
from flows.transform.tables import SettingsTable, column_types

__all__ = ["find_faults"]

# Tables of personal data: what stands in them is never said.
PERSONAL = {"suppressions"}
WORDS = {"bigint": "a whole number", "boolean": "true or false"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken: at ``line``, or because something is ``missing``."""

    table: str
    column: str
    line: int | None
    missing: str | None
    must: str
    more: int = 0

    def in_words(self, table: SettingsTable, home: Path) -> str:
        """Where it is, what was found, what must be, and what to do."""
        if self.line is None:
            found = f"{table.place} has no line for {self.missing}"
        else:
            cell = table.cell(self.line, self.column)
            said = "is empty" if cell is None else f"is {cell!r}"
            if table.name in PERSONAL and cell is not None:
                said = "is something else"
            found = f"{table.place}, line {self.line}: {self.column} {said}"
        others = "1 other line" if self.more == 1 else f"{self.more:,} other lines"
        more = f" ({others} too)" if self.more else ""
        shipped = f"Copy dbt_project/seeds/{table.path.name} to {home / 'settings'}"
        remedy = "Mend it there" if table.is_own else f"{shipped} and mend it there"
        return f"{found}{more}, but {self.must}. {remedy}"


def find_faults(tables: Sequence[SettingsTable], home: Path) -> list[str]:
    """Every rule that a table breaks, with the first line that does, in their order.

    Rules are looked at once every value is of its type.
    """
    by_name = {table.name: table for table in tables}
    with duckdb.connect() as connection:
        for table in tables:
            _lay_texts(connection, table)
        faults = [fault for table in tables for fault in _mistyped(connection, table)]
        if not faults:
            _lay_names(connection)
            faults = _broken_rules(connection, by_name)
    places = list(by_name)
    faults.sort(key=lambda fault: (places.index(fault.table), fault.line or 0))
    return [fault.in_words(by_name[fault.table], home) for fault in faults]


def _lay_texts(connection: duckdb.DuckDBPyConnection, table: SettingsTable) -> None:
    """The table as it was written, and beside it as dbt will type it."""
    columns = table.rows.drop("line").columns
    texts = [f'unnest(cast(? as varchar[])) as "{name}"' for name in columns]
    connection.execute(
        f"create table texts_{table.name} as "
        f"select unnest(cast(? as bigint[])) as line, {', '.join(texts)}",
        [table.rows[name].to_list() for name in ("line", *columns)],
    )
    typed = [f'try_cast("{c}" as {t}) as "{c}"' for c, t in _types(table).items()]
    connection.execute(
        f"create view {table.name} as "
        f"select line, {', '.join(typed)} from texts_{table.name}"
    )


def _mistyped(
    connection: duckdb.DuckDBPyConnection, table: SettingsTable
) -> Iterator[Fault]:
    """Values that dbt could not read as their type, or only by rounding them."""
    for column, kind in _types(table).items():
        rounded = (
            f"not regexp_full_match(\"{column}\", '[+-]?[0-9]+')"
            if kind == "bigint"
            else "false"
        )
        broken = f"""
            select line, null as missing from texts_{table.name}
            where try_cast("{column}" as {kind}) is null
                and "{column}" is not null or {rounded}
        """
        must = f"it must be {WORDS.get(kind, 'a number such as 0.25')}"
        yield from _broken(connection, Rule(table.name, column, broken, must))


def _broken_rules(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, SettingsTable]
) -> list[Fault]:
    return [
        fault
        for rule in (*rules_of_dbt(), *RULES)
        if rule.table in tables
        for fault in _broken(connection, rule)
    ]


def _broken(connection: duckdb.DuckDBPyConnection, rule: Rule) -> list[Fault]:
    """The first place at which a rule is broken, if one is."""
    sql = f"select line, missing, count(*) over () from ({rule.broken}) order by line"
    first = connection.execute(f"{sql}, missing limit 1").fetchone()
    if first is None:
        return []
    line, missing, count = first
    return [Fault(rule.table, rule.column, line, missing, rule.must, count - 1)]


def _lay_names(connection: duckdb.DuckDBPyConnection) -> None:
    """What the rules name that no settings table holds."""
    tables, names = zip(*accepted_names(), strict=True)
    connection.execute(
        "create table accepted_names as select"
        " unnest(cast(? as varchar[])) as of_table,"
        " unnest(cast(? as varchar[])) as name",
        [list(tables), list(names)],
    )
    connection.execute(
        "create table audience_names as select unnest(cast(? as varchar[])) as name",
        [audience_names()],
    )


def _types(table: SettingsTable) -> dict[str, str]:
    return column_types()[table.name]
