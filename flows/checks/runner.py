"""Runs suites inside the engine and keeps every finding, exceptions included.

Great Expectations takes seconds to import, so it is imported when a gate is checked
and not when the house is.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from flows.checks.dialect import lend
from flows.checks.findings import Finding, finding_from, finding_of_error

if TYPE_CHECKING:
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import (
        ExpectationConfiguration,
    )

    from expectations.suite import Suite

__all__ = ["Prepared", "run_suites"]

# What they log may quote the data; findings say the same without.
TALKATIVE = ("great_expectations", "great_expectations.data_context.types.base")
COUNTS_ONLY = {"result_format": "SUMMARY", "partial_unexpected_count": 0}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a gate looks at, the suites for it, and what could not be laid before it."""

    connection: duckdb.DuckDBPyConnection
    suites: Sequence["Suite"]
    broken: Sequence[Finding] = ()


def run_suites(prepared: Prepared) -> list[Finding]:
    """What the suites find, beside what was broken before they ran."""
    with lend(prepared.connection) as address:
        datasource = _datasource(address)
        findings = [
            finding
            for number, suite in enumerate(prepared.suites)
            for finding in _run(datasource, suite, f"suite_{number}")
        ]
        datasource.get_engine().dispose()
    return sorted(
        [*prepared.broken, *findings],
        key=lambda finding: (finding.table, finding.sentence),
    )


def _datasource(address: str) -> "SQLDatasource":
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context.data_sources.add_sql(name="night", connection_string=address)


def _run(datasource: "SQLDatasource", suite: "Suite", name: str) -> list[Finding]:
    """One finding for each expectation of ``suite``, whatever happens."""
    import great_expectations as gx

    try:
        query = f"select * from ({suite.query}) as looked_at"
        asset = datasource.add_query_asset(name=name, query=query)
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        validation = batch.validate(
            gx.ExpectationSuite(name=name, expectations=list(suite.expectations)),
            result_format=COUNTS_ONLY,
        )
    except Exception as error:  # told as an error of every check in the suite
        return [
            finding_of_error(
                expectation, suite.table, f"{type(error).__name__}: {error}"
            )
            for expectation in suite.expectations
        ]
    results = {
        _sentence(result.expectation_config): result for result in validation.results
    }
    return [
        finding_from(expectation, suite.table, results[_sentence(expectation)])
        if _sentence(expectation) in results
        else finding_of_error(expectation, suite.table, "it was not run")
        for expectation in suite.expectations
    ]


def _sentence(carrier: "Expectation | ExpectationConfiguration | None") -> str:
    """The sentence that an expectation, or the configuration of one, carries."""
    return str((carrier.meta or {})["sentence"]) if carrier else ""
