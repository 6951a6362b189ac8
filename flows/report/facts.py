"""What the page tells, read once: the warehouse, the ledger, the checks, last night."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.night import Night, previous_night
from flows.report.queries import QUERIES
from flows.warehouse import connect

__all__ = ["Check", "Facts", "LastNight", "read_facts"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a gate, how it ended, and what to do if it did not pass."""

    gate: str
    name: str
    severity: str
    passed: bool
    next_step: str


@dataclass(frozen=True, slots=True)
class LastNight:
    """The night published before this one: how many people each campaign had."""

    as_of: date
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the page is made of; ``tables`` are the answers to ``QUERIES``."""

    as_of: date
    tables: Mapping[str, pl.DataFrame]
    files: pl.DataFrame
    set_aside_reasons: pl.DataFrame
    checks: tuple[Check, ...]
    last_night: LastNight | None


def read_facts(night: Night) -> Facts:
    """Read everything the page needs of the night being built."""
    with connect(night.warehouse) as connection:
        tables = {
            name: pl.DataFrame(connection.sql(sql)) for name, sql in QUERIES.items()
        }
    return Facts(
        as_of=night.as_of,
        tables=tables,
        files=pl.read_parquet(night.state / "files.parquet"),
        set_aside_reasons=pl.read_parquet(night.state / "set_aside_reasons.parquet"),
        checks=read_checks(night.checks),
        last_night=read_last_night(night.home, night.as_of),
    )


def read_checks(folder: Path) -> tuple[Check, ...]:
    """Every check of every gate that has passed so far, in the order of the files."""
    results = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.json"))
    ]
    return tuple(
        Check(
            gate=str(result["gate"]),
            name=str(check["name"]),
            severity=str(check["severity"]),
            passed=bool(check["passed"]),
            next_step=str(check.get("next_step") or ""),
        )
        for result in results
        if isinstance(result, dict)
        for check in result.get("checks", [])
    )


def read_last_night(home: Path, as_of: date) -> LastNight | None:
    """The sizes in the manifest of the newest earlier night, if there is one."""
    published = previous_night(home, as_of)
    if published is None:
        return None
    path = published.folder / "audiences" / "manifest.json"
    if not path.is_file():
        return None
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    people: dict[str, int] = {}
    for file in manifest["files"]:
        is_for_machines = str(file["path"]).endswith(".csv")
        rows = int(file["rows"]) if is_for_machines else 0
        people[file["campaign"]] = people.get(file["campaign"], 0) + rows
    return LastNight(published.as_of, people)
