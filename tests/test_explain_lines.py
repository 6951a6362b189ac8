"""What is said of a customer, from what the tables say of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from flows.explain import Known
from flows.explain_lines import explain_lines

DAY = date(2025, 6, 30)
KNOWN = Known(
    asked="c1",
    golden={
        "customer_id": "c1",
        "name": "Ann Lee",
        "given_name": "Ann",
        "family_name": None,
        "email": "ann@example.com",
        "email_source": "web",
        "email_date": date(2025, 6, 1),
        "phone": None,
        "phone_source": None,
        "birth_date": date(1990, 7, 3),
    },
    measured={
        "order_count": 2,
        "purchase_count": 2,
        "net_revenue_amount": Decimal("1234.50"),
        "first_purchase_date": date(2025, 1, 2),
        "latest_purchase_date": DAY,
        "lifecycle_stage": "repeat",
        "lifecycle_reason": "2 purchases, the last today",
        "rfm_segment": "champions",
        "rfm_reason": "Last bought today",
        "rfm_since": date(2025, 6, 1),
        "value_tier": None,
        "value_tier_reason": None,
        "is_email_reachable": True,
        "email_consent": "granted",
        "is_sms_reachable": False,
        "sms_consent": "none",
        "is_suppressed": False,
    },
    records=[
        {
            "record_id": "till:13800138000",
            "link_rule": "verified_email",
            "link_weight": Decimal("0.990000"),
            "first_seen_on": DAY,
        }
    ],
    links=[
        {
            "record_id": "till:8",
            "other_record_id": "web:9",
            "link_rule": "verified_email",
            "link_weight": Decimal("0.990000"),
        }
    ],
    orders=[
        {
            "order_date": DAY,
            "order_id": "till:8",
            "order_class": "counted",
            "net_amount": Decimal("9.50"),
        }
    ],
    campaigns=[
        {
            "campaign": "birthday",
            "audience": "birthday",
            "is_active": True,
            "channel": "email",
            "outcome": "exported",
            "reason": "Birthday on 2025-07-03",
            "entered_on": DAY,
        },
        {
            "campaign": "birthday",
            "audience": "birthday",
            "is_active": True,
            "channel": "sms",
            "outcome": "dropped",
            "reason": "not_reachable",
            "entered_on": DAY,
        },
        {
            "campaign": "come_back",
            "audience": "win_back",
            "is_active": True,
            "outcome": None,
        },
        {
            "campaign": "thanks",
            "audience": "vip_appreciation",
            "is_active": False,
            "outcome": None,
        },
    ],
    thresholds=[
        {"audience": "win_back", "value": Decimal("0.250000"), "meaning": "the tiers"},
        {"audience": "birthday", "value": Decimal("7.000000"), "meaning": "the days"},
    ],
    run_outs=[],
    next_best=[],
    history=[
        {
            "as_of": DAY,
            "kind": "merge",
            "old_customer_id": "c3",
            "new_customer_id": "c1",
            "reason": "now one person, linked by verified_email",
            "link": "till:8 and web:9: verified_email (0.990000)",
        }
    ],
)


def told(known: Known = KNOWN, *, personal: bool = False) -> list[str]:
    lines = explain_lines(known, "2025-06-30", "CNY", personal=personal)
    return [" ".join(line.split()) for line in lines]


def test_links_orders_segments_and_history_are_said() -> None:
    lines = told()
    assert lines[0] == "Customer c1, night 2025-06-30"
    assert "till:••• verified_email 0.990000 2025-06-30" in lines
    assert (
        "Orders: 2; purchases 2, net revenue 1,234.50 CNY, first purchase 2025-01-02, "
        "latest 2025-06-30"
    ) in lines
    assert lines[lines.index("Links") + 2] == "till:8 web:9 verified_email 0.990000"
    assert "2025-06-30 till:8 9.50 counted" in lines
    assert "rfm champions 2025-06-01 Last bought today" in lines
    assert "value tier — — —" in lines
    assert lines[-1] == (
        "2025-06-30 c3 merged into c1: now one person, linked by verified_email "
        "(till:8 and web:9: verified_email (0.990000))"
    )


def test_every_campaign_has_its_outcome_or_why_there_is_none() -> None:
    lines = told()
    start = lines.index(
        "Campaigns; email reachable (consent: granted), sms none (consent: none)"
    )
    assert lines[start + 1 : start + 6] == [
        "birthday by email: exported, Birthday on ••• (candidate since 2025-06-30)",
        "birthday by sms: dropped, not_reachable (candidate since 2025-06-30)",
        "come_back: no candidate, not in the audience win_back; it asks for",
        "0.25: the tiers",
        "thanks: switched off, is_active is false in campaigns.csv",
    ]


def test_someone_suppressed_is_said_to_be() -> None:
    known = replace(KNOWN, measured={**KNOWN.measured, "is_suppressed": True})
    assert any(
        line.endswith("sms none (consent: none), suppressed") for line in told(known)
    )


def test_one_record_has_no_links() -> None:
    assert "Links" not in told(replace(KNOWN, links=[]))


def test_a_household_is_said_where_there_is_one() -> None:
    known = replace(KNOWN, golden={**KNOWN.golden, "household_id": "h7"})
    assert told(known)[0] == "Customer c1, night 2025-06-30, household h7"


def test_values_are_said_to_be_told_and_no_more() -> None:
    lines = told()
    assert "email told web 2025-06-01" in lines
    assert "phone — — —" in lines
    everything = "\n".join(lines)
    for value in ("Ann", "ann@", "1990", "07-03", "138001"):
        assert value not in everything


def test_values_stand_there_when_they_are_asked_for() -> None:
    lines = told(personal=True)
    assert "name Ann Lee, Ann — —" in lines
    assert "email ann@example.com web 2025-06-01" in lines
    assert "till:13800138000 verified_email 0.990000 2025-06-30" in lines
    assert any("Birthday on 2025-07-03" in line for line in lines)


@pytest.mark.parametrize(("asked", "said"), [("c3", True), ("c1", False)])
def test_a_retired_id_is_told_who_took_over(asked: str, said: bool) -> None:
    first = told(replace(KNOWN, asked=asked))[0]
    assert (first == "c3 is no longer in use: c1 took over from it.") is said
