"""The flow tells warnings in the log and gives the verdict."""

import logging

import pytest

from flows.checks import flow
from flows.checks.findings import Finding
from flows.night import Night
from flows.settings import Shop, keep_shop

TOLD = Finding(
    sentence="The latest order of till is fresh",
    table="state.files",
    severity="warning",
    is_passed=False,
    observed={"observed_value": 9},
    expected="at most 7",
    next_step="Ask whether that shop was closed",
)
SHOP = Shop(name="Corner", timezone="Asia/Shanghai", country="CN", currency="CNY")


def test_a_warning_is_logged_and_lets_the_night_pass(
    night: Night, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keep_shop(SHOP, night.folder)
    monkeypatch.setattr(flow, "check", lambda *_: [TOLD])
    with caplog.at_level(logging.WARNING):
        counts = flow.check_gate.fn(str(night.home), "2025-03-10", 1, "landing")
    assert counts == {"checks": 1, "passed": 0, "warnings": 1}
    assert "landing gate: The latest order of till is fresh" in caplog.text
    assert (night.checks / "landing.json").exists()
