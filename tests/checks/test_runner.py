"""Suites run inside the engine; nothing of anybody comes out, no exception is lost."""

import json
from types import SimpleNamespace

import pytest
from great_expectations.datasource.fluent.interfaces import Batch

from expectations.suite import (
    Suite,
    critical,
    never_null,
    no_rows,
    one_of,
    unique,
    warning,
    within,
    zero,
)
from flows.checks.findings import Finding
from flows.checks.runner import Prepared, run_suites
from flows.night import Night
from flows.warehouse import connect

ALL = "select * from people.members"
PHONE = "+8613800138000"
GOOD = Suite("people.members", ALL, (unique(["id"], critical("One each", "Look")),))


def run(night: Night, *suites: Suite) -> list[Finding]:
    with connect(night.warehouse) as connection:
        return run_suites(Prepared(connection, suites))


def test_good_data_passes(night: Night) -> None:
    (found,) = run(night, GOOD)
    assert found.is_passed
    assert found.observed["element_count"] == 3


def test_failing_rows_are_counted_and_never_shown(night: Night) -> None:
    findings = run(
        night,
        Suite(
            "people.members",
            ALL,
            (
                unique(["phone"], critical("Each phone once", "Look")),
                unique(["name", "phone"], critical("Each name once", "Look")),
                one_of("phone", ["none"], critical("No phones", "Look")),
                no_rows(f"phone = '{PHONE}'", critical("Not this phone", "Look")),
                never_null("name", warning("Names", "Look")),
                within("id", (2, 3), critical("High ids", "Look")),
            ),
        ),
    )
    failed = {each.sentence for each in findings if not each.is_passed}
    assert failed == {"Each phone once", "No phones", "Not this phone", "Names"} | {
        "High ids"
    }
    written = json.dumps([each.as_json() for each in findings])
    assert "138" not in written
    assert "Chen" not in written


def test_an_expectation_that_raises_is_an_error_beside_good_ones(night: Night) -> None:
    findings = run(
        night,
        Suite(
            "people.members",
            ALL,
            (
                unique(["id"], warning("One each", "Look")),
                zero("no_such_column", warning("Nothing", "Look")),
            ),
        ),
    )
    told = {each.sentence: (each.is_passed, each.closes_gate) for each in findings}
    assert told == {"One each": (True, False), "Nothing": (False, True)}
    assert "no_such_column" in str(findings[0].error)


def test_a_value_in_an_exception_stays_inside(
    night: Night, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    (found,) = run(
        night,
        Suite(
            "people.members",
            "select cast(phone as date) as day from people.members",
            (never_null("day", critical("Days", "Look")),),
        ),
    )
    assert found.closes_gate
    assert "Conversion Error" in str(found.error)
    assert "138" not in str(found.as_json())
    assert "138" not in caplog.text + "".join(capfd.readouterr())


def test_a_query_that_cannot_be_run_is_an_error_of_each_check(night: Night) -> None:
    statement = critical("Something", "Look")
    suite = Suite(
        "people.nobody",
        "select * from people.nobody",
        (zero("id", statement), never_null("id", warning("Ids", "Look"))),
    )
    findings = run(night, suite)
    assert [each.closes_gate for each in findings] == [True, True]
    assert all("nobody does not exist" in str(each.error) for each in findings)


def test_what_breaks_great_expectations_itself_is_an_error_of_each_check(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object, **__: object) -> None:
        message = "it broke at '138'"
        raise RuntimeError(message)

    monkeypatch.setattr(Batch, "validate", break_down)
    (found,) = run(night, GOOD)
    assert found.error == "RuntimeError: it broke at …"
    assert found.closes_gate


def test_a_check_that_great_expectations_forgets_is_an_error(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = SimpleNamespace(results=[])
    monkeypatch.setattr(Batch, "validate", lambda *_, **__: forgotten)
    (found,) = run(night, GOOD)
    assert found.error == "it was not run"
    assert found.closes_gate
