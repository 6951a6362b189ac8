"""The gates: what each one reads, and the suites that are run on it.

What a gate needs beside the night's own tables stands in a database of its own, in
memory, named ``gate``; the night's warehouse is opened read-only.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flows.checks.audiences_gate import prepare_audiences
from flows.checks.findings import Finding
from flows.checks.identity_gate import prepare_identity
from flows.checks.landing_gate import prepare_landing
from flows.checks.marts_gate import prepare_marts
from flows.checks.predictions_gate import prepare_predictions
from flows.checks.runner import Prepared, run_suites
from flows.errors import KeyuanError
from flows.night import Night
from flows.settings import Shop

__all__ = ["GATES", "check"]

GATES: dict[str, Callable[[Night, Shop], AbstractContextManager[Prepared]]] = {
    "landing": prepare_landing,
    "identity": prepare_identity,
    "predictions": prepare_predictions,
    "marts": prepare_marts,
    "audiences": prepare_audiences,
}


def check(night: Night, shop: Shop, gate: str) -> list[Finding]:
    """What the checks of ``gate`` find in ``night``.

    Raises:
        KeyuanError: there is no such gate.
    """
    if gate not in GATES:
        message = f"There is no gate {gate!r}; the gates are {', '.join(GATES)}"
        raise KeyuanError(message)
    with GATES[gate](night, shop) as prepared:
        return run_suites(prepared)
