"""What a gate writes holds no personal data, and is the same bytes every time."""

import pytest

from flows.checks.verdict import give_verdict
from flows.errors import GateError
from tests.expectations.conftest import BuiltNight, LandedHome

PLANTED = ("138", "Chen", "example.com")


def test_the_landing_gate_writes_nobody_down(landed: LandedHome) -> None:
    for row in landed.rows["till", "orders", "a" * 64]:
        row["order_id"] = row["phone"]
        row["source_name"] = None
    with pytest.raises(GateError) as closed:
        give_verdict(landed.night, "landing", landed.findings())
    written = (landed.night.checks / "landing.json").read_text()
    assert not [value for value in PLANTED if value in written + str(closed.value)]


@pytest.mark.parametrize("gate", ["marts", "audiences"])
def test_marts_and_audiences_write_nobody_down(built: BuiltNight, gate: str) -> None:
    built.plant(
        "update marts.customer_360 set lifecycle_stage = 'Chen 1', customer_id = "
        "'13800138000'",
        "update audiences.exports set channel = 'sms', phone = '138 0013 8000'",
        "insert into audiences.exports (campaign, channel, customer_id, email) "
        "values ('birthday', 'email', 'c1', 'chen1 at example.com')",
        "update audiences.members set outcome = '13800138000'",
        "insert into settings.suppressions values ('customer_id', 'c1', 'asked')",
    )
    with pytest.raises(GateError) as closed:
        give_verdict(built.night, gate, built.findings(gate))
    written = (built.night.checks / f"{gate}.json").read_text()
    assert not [value for value in PLANTED if value in written + str(closed.value)]


def test_the_same_night_is_written_in_the_same_bytes(built: BuiltNight) -> None:
    written = []
    for _ in range(2):
        give_verdict(built.night, "audiences", built.findings("audiences"))
        written.append((built.night.checks / "audiences.json").read_bytes())
    assert written[0] == written[1]
    assert str(built.night.home).encode() not in written[0]
