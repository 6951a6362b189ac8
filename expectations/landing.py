"""Every row that came in was landed or set aside, and enough of them were landed.

The landing gate reads the ledger and the Parquet that no published night holds yet,
before anything is built on it. Row by row it holds the contract (required values,
columns, types); source by source it watches what came, what was refused or set aside,
and how fresh it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from expectations.measures.landing import LANDED_FILES, REASONS, delivered
from expectations.required import (
    REQUIRED_ALTERNATIVES,
    REQUIRED_COLUMNS,
    ROW_ORIGIN,
)
from expectations.suite import (
    Statement,
    Suite,
    at_least,
    at_most,
    critical,
    never_null,
    no_rows,
    unique,
    warning,
    zero,
)

__all__ = [
    "FRESH_DAYS",
    "SET_ASIDE_SHARE_CLOSING",
    "SET_ASIDE_SHARE_TOLD",
    "LandingSource",
    "landing_suites",
]

SET_ASIDE_SHARE_TOLD = 0.05
SET_ASIDE_SHARE_CLOSING = 0.50
FRESH_DAYS = 7


@dataclass(frozen=True, slots=True)
class LandingSource:
    """A source of the shop, and whether a night without it is held."""

    name: str
    is_required: bool


def landing_suites(sources: Iterable[LandingSource], as_of: date) -> list[Suite]:
    """All that the landing gate asserts."""
    return [
        _ledger(),
        _landed_files(),
        _landed_at_all(),
        _reasons(),
        *(_required_values(entity) for entity in REQUIRED_COLUMNS),
        *(_required_alternatives(entity) for entity in REQUIRED_ALTERNATIVES),
        *(_schema(entity) for entity in REQUIRED_COLUMNS),
        *(_source(source, as_of) for source in sources),
    ]


def _ledger() -> Suite:
    arrivals = critical(
        "Every file has an arrival number of its own",
        "Two nights wrote the ledger at once: keep one of the files with the same "
        "number in lake/ledger and run the night again",
    )
    rows = critical(
        "In every file the rows in are the rows landed and the rows set aside",
        "Rows were lost while landing: compare the file's entry in lake/ledger with "
        "the file, and report it",
    )
    return Suite(
        table="state.files",
        query="select * from gate.files",
        expectations=(
            unique(["arrival"], arrivals),
            no_rows("row_count is distinct from landed_count + set_aside_count", rows),
        ),
    )


def _landed_files() -> Suite:
    once = critical(
        "A file seen twice is landed once",
        "Remove the later of its entries from lake/ledger and run the night again",
    )
    kept = critical(
        "Every landed file is in the lake",
        "Bring lake/landing back from its backup; or remove the file's entry from "
        "lake/ledger, so that it is landed again from the inbox",
    )
    return Suite(
        table="state.files",
        query="select * from gate.files where state = 'landed'",
        expectations=(
            unique(["source_name", "sha256"], once),
            no_rows("landed_count > 0 and not is_in_lake", kept),
        ),
    )


def _landed_at_all() -> Suite:
    something = critical(
        "Something was landed",
        "Put the shop's exports where the 'files' settings of shop.toml point to, or "
        "mend those settings, and run the night again",
    )
    return Suite(
        "state.files", LANDED_FILES, (at_least("landed_file_count", 1, something),)
    )


def _reasons() -> Suite:
    explained = warning(
        "Every row set aside has a reason",
        "Compare set_aside_reasons with set_aside_count in lake/ledger, and report it",
    )
    return Suite(
        "state.set_aside_reasons",
        REASONS,
        (zero("unexplained_row_count", explained),),
    )


def _required_values(entity: str) -> Suite:
    filled = (
        never_null(
            column,
            critical(
                f"Every row of {entity} has its {column}",
                f"A row without {column} should have been set aside: report it with "
                "the layout of the source",
            ),
        )
        for column in REQUIRED_COLUMNS[entity]
    )
    traced = critical(
        f"Every row of {entity} knows the file and the line it came from",
        f"A row lacks one of {', '.join(ROW_ORIGIN)}: report it with the layout of the "
        "source",
    )
    untraced = " or ".join(f"{column} is null" for column in ROW_ORIGIN)
    return Suite(
        table=f"landing.{entity}",
        query=f"select * from gate.{entity}",
        expectations=(*filled, no_rows(untraced, traced)),
    )


def _required_alternatives(entity: str) -> Suite:
    columns = REQUIRED_ALTERNATIVES[entity]
    names = " or ".join(columns)
    filled = critical(
        f"Every row of {entity} has its {names}",
        f"A row without {names} should have been set aside: report it with the layout "
        "of the source",
    )
    return Suite(
        table=f"landing.{entity}",
        query=f"select * from gate.{entity}",
        expectations=(
            no_rows(" and ".join(f"{column} is null" for column in columns), filled),
        ),
    )


def _schema(entity: str) -> Suite:
    as_contracted = critical(
        f"Every file of {entity} has the columns and types of its contract",
        "The lake holds files of another version: compare them with "
        f"lake/landing/schema/{entity}/schema.parquet, and report it",
    )
    return Suite(
        table=f"landing.{entity}",
        query=f"select * from gate.{entity}_schema",
        expectations=(zero("schema_difference_count", as_contracted),),
    )


def _source(source: LandingSource, as_of: date) -> Suite:
    refused = warning(
        f"No file of {source.name} was refused",
        "The report and lake/ledger say what is wrong with it: mend the file or the "
        "source's settings, or take it out of the inbox",
    )
    few_set_aside = warning(
        f"Of what {source.name} delivered, few rows were set aside",
        "See the reasons in the report; mend the export or the source's settings",
    )
    half_landed = critical(
        f"Of what {source.name} delivered, at least half was landed",
        "See the reasons in lake/ledger. Put a mended file in the place of the one in "
        "the inbox, or take it out, and run the night again",
    )
    fresh = warning(
        f"The latest order of {source.name} is fresh",
        "Ask whether that shop was closed or its export stands still",
    )
    return Suite(
        table="state.files",
        query=delivered(source.name, as_of),
        expectations=(
            at_least("landed_file_count", 1, _came(source)),
            zero("refused_file_count", refused),
            at_most("set_aside_share", SET_ASIDE_SHARE_TOLD, few_set_aside),
            at_most("set_aside_share", SET_ASIDE_SHARE_CLOSING, half_landed),
            at_most("days_since_order_count", FRESH_DAYS, fresh),
        ),
    )


def _came(source: LandingSource) -> Statement:
    sentence = f"Something came from {source.name} tonight"
    if source.is_required:
        return critical(
            sentence,
            "Bring its export and run the night again; or, to go without it, set "
            f"required = false in [sources.{source.name}] of shop.toml",
        )
    return warning(sentence, "Ask why its export did not come, if one was due")
