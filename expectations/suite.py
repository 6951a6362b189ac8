"""The words that suites are written in: a suite, a statement, and the ways to hold one.

A critical statement that is not true closes the gate; a warning is told. Every
statement carries its own sentence and what to do when it is not true, so that a
result can be read without knowing Great Expectations.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from great_expectations.expectations.core.expect_column_max_to_be_between import (
    ExpectColumnMaxToBeBetween,
)
from great_expectations.expectations.core.expect_column_values_to_be_between import (
    ExpectColumnValuesToBeBetween,
)
from great_expectations.expectations.core.expect_column_values_to_be_in_set import (
    ExpectColumnValuesToBeInSet,
)
from great_expectations.expectations.core.expect_column_values_to_be_unique import (
    ExpectColumnValuesToBeUnique,
)
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)
from great_expectations.expectations.core.expect_compound_columns_to_be_unique import (
    ExpectCompoundColumnsToBeUnique,
)
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from great_expectations.expectations.expectation import Expectation

__all__ = [
    "Statement",
    "Suite",
    "at_least",
    "at_most",
    "critical",
    "literal",
    "never_null",
    "no_rows",
    "one_of",
    "unique",
    "warning",
    "within",
    "zero",
]


@dataclass(frozen=True, slots=True)
class Suite:
    """Expectations on the rows of one ``query``, told as being about ``table``."""

    table: str
    query: str
    expectations: tuple[Expectation, ...]

    def __post_init__(self) -> None:
        """A result is known by its sentence, so each sentence stands once.

        Raises:
            ValueError: two expectations say the same.
        """
        said = [(each.meta or {}).get("sentence") for each in self.expectations]
        if len(set(said)) < len(said):
            message = f"The suite on {self.table} says one sentence twice: {said}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that must be true, how much it weighs, and what to do if it is not."""

    sentence: str
    next_step: str
    severity: Literal["critical", "warning"]


def critical(sentence: str, next_step: str) -> Statement:
    """A statement without which the gate stays closed."""
    return Statement(sentence, next_step, "critical")


def warning(sentence: str, next_step: str) -> Statement:
    """A statement that is told when it is not true, and lets the night pass."""
    return Statement(sentence, next_step, "warning")


def never_null(column: str, statement: Statement) -> Expectation:
    """No row has a null in ``column``."""
    said = _said(statement, "no nulls")
    return ExpectColumnValuesToNotBeNull(column=column, **said)


def unique(columns: Iterable[str], statement: Statement) -> Expectation:
    """No two rows are equal in all of ``columns``."""
    names = list(columns)
    said = _said(statement, "no repeats")
    if len(names) == 1:
        return ExpectColumnValuesToBeUnique(column=names[0], **said)
    return ExpectCompoundColumnsToBeUnique(column_list=names, **said)


def one_of(column: str, values: Iterable[str], statement: Statement) -> Expectation:
    """Every value in ``column`` is one of ``values``; nulls are not looked at."""
    names = sorted(values)
    said = _said(statement, f"one of {', '.join(names)}")
    return ExpectColumnValuesToBeInSet(column=column, value_set=names, **said)


def within(
    column: str, bounds: tuple[float | None, float | None], statement: Statement
) -> Expectation:
    """Every value in ``column`` lies within ``bounds``; nulls are not looked at."""
    low, high = bounds
    said = _said(statement, _in_words(low, high))
    return ExpectColumnValuesToBeBetween(
        column=column, min_value=low, max_value=high, **said
    )


def at_most(column: str, limit: float, statement: Statement) -> Expectation:
    """The number measured in ``column`` is ``limit`` or less."""
    said = _said(statement, _in_words(None, limit))
    return ExpectColumnMaxToBeBetween(column=column, max_value=limit, **said)


def at_least(column: str, limit: float, statement: Statement) -> Expectation:
    """The number measured in ``column`` is ``limit`` or more."""
    said = _said(statement, _in_words(limit, None))
    return ExpectColumnMaxToBeBetween(column=column, min_value=limit, **said)


def zero(column: str, statement: Statement) -> Expectation:
    """The number measured in ``column`` is nought."""
    said = _said(statement, "0")
    return ExpectColumnMaxToBeBetween(column=column, min_value=0, max_value=0, **said)


def no_rows(condition: str, statement: Statement) -> Expectation:
    """No row of the batch meets the SQL ``condition``; the rows stay in the engine."""
    said = _said(statement, "no such rows")
    escaped = condition.replace("{", "{{").replace("}", "}}")
    query = f"select 1 as found from {{batch}} where {escaped}"
    return UnexpectedRowsExpectation(unexpected_rows_query=query, **said)


def literal(value: str | date) -> str:
    """``value`` as a SQL string; SQLAlchemy would bind on a colon in it."""
    quoted = str(value).replace("'", "''").replace(":", "' || chr(58) || '")
    return f"('{quoted}')"


def _said(statement: Statement, expected: str) -> dict[str, Any]:
    """What every expectation carries of its statement."""
    meta = {
        "sentence": statement.sentence,
        "expected": expected,
        "next_step": statement.next_step,
    }
    return {"severity": statement.severity, "meta": meta}


def _in_words(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {high:g}"
    if high is None:
        return f"at least {low:g}"
    return f"{low:g} to {high:g}"
