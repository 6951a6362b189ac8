"""The verdict on a gate: ``checks/<gate>.json``, and the error that closes it."""

import json
from collections.abc import Sequence

from flows.checks.findings import Finding
from flows.errors import GateError
from flows.night import Night

__all__ = ["give_verdict", "warnings_in"]


def give_verdict(
    night: Night, gate: str, findings: Sequence[Finding]
) -> dict[str, int]:
    """Write what was checked and found; the counts of it when the gate is open.

    Raises:
        GateError: a critical check failed or a check could not be made; the message
            names each, and where the whole list lies.
    """
    closing = [finding for finding in findings if finding.closes_gate]
    path = night.checks / f"{gate}.json"
    verdict = {
        "as_of": night.as_of.isoformat(),
        "gate": gate,
        "state": "closed" if closing else "open",
        "checks": [finding.as_json() for finding in findings],
    }
    text = json.dumps(verdict, ensure_ascii=False, indent=2, allow_nan=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    if closing:
        said = "; ".join(finding.in_words() for finding in closing)
        message = (
            f"The {gate} gate is closed: {len(closing)} of {len(findings)} checks "
            f"failed. {said}. All that was checked and found lies in {path}"
        )
        raise GateError(message)
    return {
        "checks": len(findings),
        "passed": sum(finding.is_passed for finding in findings),
        "warnings": len(warnings_in(findings)),
    }


def warnings_in(findings: Sequence[Finding]) -> list[Finding]:
    """What is told and lets the night pass."""
    return [
        finding
        for finding in findings
        if not finding.is_passed and not finding.closes_gate
    ]
