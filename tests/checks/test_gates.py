"""The gates are known by name."""

import pytest

from flows.checks.gates import GATES, check
from flows.errors import KeyuanError
from flows.night import Night
from flows.settings import Shop

SHOP = Shop(name="Corner", timezone="Asia/Shanghai", country="CN", currency="CNY")


def test_there_are_five_gates() -> None:
    assert list(GATES) == ["landing", "identity", "predictions", "marts", "audiences"]


def test_a_gate_that_does_not_exist_is_told(night: Night) -> None:
    with pytest.raises(KeyuanError, match="no gate 'garden'; the gates are landing"):
        check(night, SHOP, "garden")
