"""The note on a customer reads like a shopkeeper's and names where it is from."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from flows.explain_note import note_lines

AS_OF = date(2025, 6, 30)
VIP: dict[str, Any] = {
    "gender": "female",
    "age_years": 41,
    "area": "Shanghai",
    "joined_date": date(2024, 1, 2),
    "first_purchase_date": date(2024, 1, 3),
    "first_store_id": "Riverside",
    "order_count": 12,
    "net_revenue_amount": Decimal("12345.60"),
    "net_revenue_365d_amount": Decimal("8000.00"),
    "net_revenue_previous_365d_amount": Decimal("4345.60"),
    "value_tier": "platinum",
    "value_tier_reason": "Number 1 of 9 customers",
    "lifecycle_stage": "loyal",
    "lifecycle_since": date(2025, 1, 1),
    "lifecycle_reason": "12 purchases, the last today",
    "favourite_category": "Art",
    "favourite_category_share": Decimal("0.716000"),
    "preferred_weekday": 7,
    "preferred_hour": 14,
    "behaviour_reason": "buys by store",
}


def note(*, personal: bool = False, **measured: object) -> str:
    return "\n".join(
        note_lines(VIP | measured, [], [], AS_OF, "CNY", personal=personal)
    )


def last_lines(**measured: object) -> list[str]:
    """What to do."""
    lines = note(**measured).splitlines()
    return lines[lines.index("What to do?") + 1 :]


def test_five_questions_are_answered_from_named_columns() -> None:
    assert note().splitlines() == [
        "Who is this?",
        "  A member since 2024-01-02. [joined_date]",
        "  First bought on 2024-01-03 (Riverside)."
        " [first_purchase_date, first_store_id, first_channel]",
        "What are they worth?",
        "  Brought 12,345.60 CNY net in 12 orders: 8,000.00 in the last 365 days,"
        " 4,345.60 in the 365 before. [net_revenue_amount, order_count,"
        " net_revenue_365d_amount, net_revenue_previous_365d_amount]",
        "  Value tier platinum: Number 1 of 9 customers."
        " [value_tier, value_tier_reason]",
        "How are they doing?",
        "  Stage loyal since 2025-01-01: 12 purchases, the last today."
        " [lifecycle_stage, lifecycle_since, lifecycle_reason]",
        "What do they like?",
        "  Favourite category: Art, 72% of what they spend."
        " [favourite_category, favourite_category_share]",
        "  Mostly on Sundays at about 14:00. [preferred_weekday, preferred_hour]",
        "  Buys by store. [behaviour_reason]",
        "What comes next?",
        "  Nothing is known of that yet.",
        "What to do?",
        "  Show them what is new in Art before others, and say thank you."
        " [lifecycle_stage, favourite_category]",
    ]


def test_sex_age_and_place_are_told_only_when_asked_for() -> None:
    assert "Shanghai" not in note()
    assert "  Female, 41 years old, from Shanghai. [" in note(personal=True)


def test_of_whom_nothing_is_known_that_is_said() -> None:
    prospect = {"lifecycle_stage": "prospect", "lifecycle_reason": "Has not bought"}
    lines = note_lines(prospect, [], [], AS_OF, "CNY", personal=True)
    assert lines.count("  Nothing is known of that yet.") == 3
    assert "  Has not bought yet. [first_purchase_date]" in lines


def test_whoever_complains_is_answered_before_they_are_won_back() -> None:
    hurt = {"open_complaint_count": 1, "open_complaint_since_date": date(2025, 6, 1)}
    lost = {"churn_action_en": "Call them", "churn_group": "at_risk_high"}
    assert last_lines(
        **hurt, open_complaint_topic="delivery", **lost, is_survey_due=True
    ) == [
        "  Settle the complaint about delivery that is open since 2025-06-01 before"
        " anything else. [open_complaint_topic, open_complaint_since_date]",
        "  Call them. [churn_group, churn_action_en]",
    ]


@pytest.mark.parametrize(
    ("day", "is_told"), [(date(2025, 8, 29), True), (date(2025, 8, 30), False)]
)
def test_points_are_told_of_only_when_they_expire_soon(
    day: date, *, is_told: bool
) -> None:
    told = last_lines(points_expiring=Decimal("1200.0000"), points_expiring_date=day)
    said = f"  Say that 1,200 points expire on {day}."
    assert any(line.startswith(said) for line in told) is is_told


def test_what_was_bought_twice_is_no_habit() -> None:
    assert "Mostly on" not in note(order_count=2)


def test_an_institution_is_named_with_its_evidence() -> None:
    school = {"institution_kind": "school", "institution_reason": "25 large lines"}
    assert "  Is, by all we know, a school: 25 large lines. [" in note(
        **school, is_confirmed_institution=True
    )
    assert "  May be a school: 25 large lines. [" in note(**school)


def test_what_is_expected_is_told_where_it_is_predicted() -> None:
    expected = {
        "expected_purchases_90d": Decimal("2.471234"),
        "expected_revenue_365d_amount": Decimal("1234.50"),
    }
    told = "To be expected: 2.5 purchases in the next 90 days, 1,234.50 CNY in 365."
    assert told in note(**expected)
    assert "To be expected" not in note(expected_purchases_90d=None)
