"""What one check found, in words and numbers, with no value of anybody's in it.

Great Expectations is told to keep offending values to itself; this module trusts
nobody on that and takes over named counts only. Messages of exceptions lose whatever
they quote from the data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any

from flows.masking import without_values

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation import Expectation

__all__ = ["Finding", "finding_from", "finding_of_error"]

NUMBERS = ("element_count", "missing_count", "observed_value", "unexpected_count")


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of one table: what was expected, and what was seen."""

    sentence: str
    table: str
    severity: str
    is_passed: bool
    observed: Mapping[str, int | float]
    expected: str
    next_step: str
    error: str | None = None

    @property
    def closes_gate(self) -> bool:
        """A critical check failed, or a check of any weight could not be made."""
        return not self.is_passed and (
            self.severity == "critical" or self.error is not None
        )

    def as_json(self) -> dict[str, object]:
        """The finding as it stands in ``checks/<gate>.json``."""
        return {
            "name": self.sentence,
            "table": self.table,
            "severity": self.severity,
            "passed": self.is_passed,
            "observed": dict(self.observed),
            "expected": self.expected,
            "error": self.error,
            "next_step": self.next_step,
        }

    def in_words(self) -> str:
        """One sentence for whoever has to act on it."""
        if self.error is not None:
            return f"{self.sentence}: could not be checked ({self.error})"
        numbers = ", ".join(
            f"{name} {number}" for name, number in self.observed.items()
        )
        return (
            f"{self.sentence}: expected {self.expected}, found {numbers} in "
            f"{self.table}. {self.next_step}"
        )


def finding_from(
    expectation: "Expectation", table: str, result: "ExpectationValidationResult"
) -> Finding:
    """The finding in a validation ``result``; an exception in it is an error."""
    message = _exception_in(result.exception_info)
    if message is not None:
        return finding_of_error(expectation, table, message)
    said = _meta(expectation)
    return Finding(
        sentence=said["sentence"],
        table=table,
        severity=_severity(expectation),
        is_passed=bool(result.success),
        observed=_numbers(result.result),
        expected=said["expected"],
        next_step=said["next_step"],
    )


def finding_of_error(expectation: "Expectation", table: str, message: str) -> Finding:
    """A check that could not be made: critical, whatever its own weight."""
    said = _meta(expectation)
    return Finding(
        sentence=said["sentence"],
        table=table,
        severity="critical",
        is_passed=False,
        observed={},
        expected=said["expected"],
        next_step=(
            f"The check itself failed: see that {table} has the table and the columns "
            "it asks for, and run the night again"
        ),
        error=without_values(message),
    )


def _exception_in(info: Mapping[str, Any] | None) -> str | None:
    """The message of the exception that hides in ``info``, which has two shapes."""
    if not info:
        return None
    shapes = [info] if "raised_exception" in info else list(info.values())
    raised = [shape for shape in shapes if shape.get("raised_exception")]
    return str(raised[0].get("exception_message")) if raised else None


def _numbers(result: Mapping[str, Any]) -> dict[str, int | float]:
    return {
        name: _plain(result[name])
        for name in NUMBERS
        if isinstance(result.get(name), Real | Decimal)
    }


def _plain(number: Real | Decimal) -> int | float:
    value = round(float(number), 6)
    return int(value) if value.is_integer() else value


def _meta(expectation: "Expectation") -> dict[str, str]:
    return {name: str(text) for name, text in (expectation.meta or {}).items()}


def _severity(expectation: "Expectation") -> str:
    return str(expectation.severity.value)
