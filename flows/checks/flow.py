"""The gates as a stage of the night."""

import logging
from datetime import date
from pathlib import Path

from prefect import flow

from flows.checks.gates import check
from flows.checks.verdict import give_verdict, warnings_in
from flows.night import Night
from flows.settings import kept_shop

__all__ = ["check_gate"]

log = logging.getLogger(__name__)


@flow(name="check-gate", flow_run_name="check-{gate}")
def check_gate(home: str, as_of: str, attempt: int, gate: str) -> dict[str, int]:
    """Let the night through ``gate``, one of the known ``GATES``, or hold it.

    Raises:
        GateError: a critical check failed; ``checks/<gate>.json`` says what was found.
    """
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    findings = check(night, kept_shop(night.folder), gate)
    for finding in warnings_in(findings):
        log.warning("%s gate: %s", gate, finding.in_words())
    return give_verdict(night, gate, findings)
