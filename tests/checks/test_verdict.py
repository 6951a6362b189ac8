"""A verdict is the same bytes each time, and closes the gate by a sentence."""

import json
from dataclasses import replace

import pytest

from flows.checks.findings import Finding
from flows.checks.verdict import give_verdict, warnings_in
from flows.errors import GateError
from flows.night import Night

GOOD = Finding(
    sentence="Nobody stands twice",
    table="marts.customer_360",
    severity="critical",
    is_passed=True,
    observed={"element_count": 10, "unexpected_count": 0},
    expected="no repeats",
    next_step="Run the dbt tests",
)
TOLD = replace(GOOD, sentence="Sales are fresh", severity="warning", is_passed=False)
FATAL = replace(GOOD, sentence="No money was lost", is_passed=False)
BROKEN = replace(TOLD, error="no such table", observed={})


def test_an_open_gate_gives_counts_and_writes_what_was_found(night: Night) -> None:
    counts = give_verdict(night, "marts", [GOOD, TOLD])
    assert counts == {"checks": 2, "passed": 1, "warnings": 1}
    written = json.loads((night.checks / "marts.json").read_text())
    assert written["state"] == "open"
    assert (written["as_of"], written["gate"]) == ("2025-03-10", "marts")
    assert written["checks"][0] == {
        "name": "Nobody stands twice",
        "table": "marts.customer_360",
        "severity": "critical",
        "passed": True,
        "observed": {"element_count": 10, "unexpected_count": 0},
        "expected": "no repeats",
        "error": None,
        "next_step": "Run the dbt tests",
    }


def test_a_closed_gate_names_what_failed_and_where_all_of_it_lies(night: Night) -> None:
    with pytest.raises(GateError) as closed:
        give_verdict(night, "marts", [GOOD, TOLD, FATAL])
    path = night.checks / "marts.json"
    assert str(closed.value) == (
        "The marts gate is closed: 1 of 3 checks failed. No money was lost: expected "
        "no repeats, found element_count 10, unexpected_count 0 in "
        "marts.customer_360. Run the dbt tests. All that was checked and found lies "
        f"in {path}"
    )
    assert json.loads(path.read_text())["state"] == "closed"


def test_a_check_that_could_not_be_made_closes_the_gate(night: Night) -> None:
    with pytest.raises(GateError, match=r"could not be checked \(no such table\)"):
        give_verdict(night, "marts", [BROKEN])
    assert warnings_in([BROKEN, FATAL, TOLD, GOOD]) == [TOLD]


def test_the_same_findings_are_the_same_bytes(night: Night) -> None:
    written = []
    for _ in range(2):
        give_verdict(night, "marts", [GOOD, TOLD])
        written.append((night.checks / "marts.json").read_bytes())
    assert written[0] == written[1]
