"""The tests that dbt has of the settings tables, as rules for the start of a night."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from flows.transform.rules import Rule, each
from flows.transform.tables import PROJECT

__all__ = ["accepted_names", "rules_of_dbt"]


def rules_of_dbt() -> Iterator[Rule]:
    """The tests of ``_settings__seeds.yml`` as rules.

    A kind of test that is not known here is left to dbt, which runs them all.
    """
    for table, column, kind, test in _tests():
        says = test.get("arguments", {})
        columns = says.get("columns", [column])
        name = column or columns[-1]
        if kind == "not_null":
            yield each(table, name, f"{name} is not null", "it must have a value")
        elif kind in {"unique", "is_unique_together"}:
            yield _alone(table, columns)
        elif kind == "accepted_values":
            quoted = ", ".join(f"'{value}'" for value in says["values"])
            holds = f"{name} is null or {name} in ({quoted})"
            must = f"it must be one of {', '.join(map(str, says['values']))}"
            yield each(table, name, holds, must)
        elif kind == "relationships":
            other = re.findall(r"\w+", says["to"])[-1]
            field = says["field"]
            holds = f"{name} is null or {name} in (select {field} from {other})"
            yield each(table, name, holds, f"{other}.csv has no such {field}")
        elif kind == "holds":
            must = test.get("description") or f"this must be true: {says['rule']}"
            yield each(table, name, says["rule"], " ".join(must.split()))


def _alone(table: str, columns: list[str]) -> Rule:
    listed = ", ".join(columns)
    holds = f"row_number() over (partition by {listed} order by line) = 1"
    nothing = " or ".join(f"{name} is null" for name in columns)
    must = f"an earlier line has the same {' and '.join(columns)}; keep one of them"
    return each(table, columns[-1], f"{nothing} or {holds}", must)


def accepted_names() -> list[tuple[str, str]]:
    """The names that tables of thresholds may have, as (table, name)."""
    return [
        (table, name)
        for table, column, kind, test in _tests()
        if kind == "accepted_values" and column == "name"
        for name in test["arguments"]["values"]
    ]


@cache
def _tests() -> list[tuple[str, str, str, dict[str, Any]]]:
    """Every test of the settings as (table, column, kind, what it says)."""
    text = (PROJECT / "models" / "_settings__seeds.yml").read_text(encoding="utf-8")
    found = []
    for table in yaml.safe_load(text)["seeds"]:
        listed = [("", test) for test in table.get("data_tests", [])]
        for column in table["columns"]:
            listed += [(column["name"], test) for test in column.get("data_tests", [])]
        for column, test in listed:
            kind, says = (
                (test, {}) if isinstance(test, str) else next(iter(test.items()))
            )
            found.append((table["name"], column, kind, says))
    return found
