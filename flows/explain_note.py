"""The note on a customer: who, worth what, how they are, what next, what to do.

Every sentence ends with the columns of ``marts.customer_360`` that it came from, or of
the mart that is named.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flows.explain_next import WEEKDAYS, next_sentences, run_out_to_offer

__all__ = ["note_lines"]

Row = Mapping[str, Any]
Advice = tuple[str, tuple[str, ...]]
Said = Iterator[Advice]

HABIT_ORDERS = 3  # fewer are no habit
SOON_DAYS = 60
ODD = {
    "is_employee": "Works for the shop.",
    "is_test_account": "Looks like a test account, not a person.",
    "is_reseller": "Looks like a reseller.",
    "is_outlier": "Spends so much that averages are better without them.",
    "is_gift_giver": "Often buys for somebody else.",
}


def note_lines(
    measured: Row,
    run_outs: Sequence[Row],
    next_best: Sequence[Row],
    as_of: date,
    currency: str,
    *,
    personal: bool,
) -> list[str]:
    """The note, a heading for each question and a line for each sentence.

    Args:
        measured: the customer's row of ``marts.customer_360``.
        run_outs: their rows of ``marts.replenishment``, what is soonest gone first.
        next_best: their rows of ``marts.next_best_products``, the likeliest first.
        as_of: the night's date.
        currency: the shop's.
        personal: whether sex, age and place may be told.
    """
    questions: dict[str, Said] = {
        "Who is this?": _who(measured, personal=personal),
        "What are they worth?": _worth(measured, currency),
        "How are they doing?": _doing(measured),
        "What do they like?": _likes(measured),
        "What comes next?": next_sentences(measured, run_outs, next_best),
        "What to do?": _to_do(measured, run_outs, as_of),
    }
    lines = []
    for question, said in questions.items():
        told = [f"  {text} [{', '.join(columns)}]" for text, columns in said]
        lines += [question, *(told or ["  Nothing is known of that yet."])]
    return lines


def _who(row: Row, *, personal: bool) -> Said:
    if personal:
        person = [
            f"{row['gender']}" if row.get("gender") else "",
            f"{row['age_years']} years old" if row.get("age_years") else "",
            f"from {row['area']}" if row.get("area") else "",
        ]
        if any(person):
            text = ", ".join(filter(None, person))
            yield f"{text[0].upper()}{text[1:]}.", ("gender", "age_years", "area")
    if row.get("joined_date"):
        yield f"A member since {row['joined_date']}.", ("joined_date",)
    if row.get("first_purchase_date"):
        text = f"First bought on {row['first_purchase_date']}"
        where = row.get("first_store_id") or row.get("first_channel")
        known = f" ({where})" if where else ""
        yield (
            f"{text}{known}.",
            ("first_purchase_date", "first_store_id", "first_channel"),
        )
    else:
        yield "Has not bought yet.", ("first_purchase_date",)
    if row.get("referred_by_customer_id"):
        name = "referred_by_customer_id"
        yield f"Was brought by {row[name]}.", (name,)
    if row.get("institution_kind"):
        kind = str(row["institution_kind"]).replace("_", " ")
        is_sure = row.get("is_confirmed_institution")
        sure = "Is, by all we know, a" if is_sure else "May be a"
        yield (
            f"{sure} {kind}: {row['institution_reason']}.",
            ("institution_kind", "institution_reason"),
        )
    for column, text in ODD.items():
        if row.get(column):
            yield text, (column,)


def _worth(row: Row, currency: str) -> Said:
    if row.get("order_count"):
        yield (
            f"Brought {row['net_revenue_amount']:,} {currency} net in "
            f"{_counted(row['order_count'], 'order')}: "
            f"{row.get('net_revenue_365d_amount', 0):,} in the last 365 days, "
            f"{row.get('net_revenue_previous_365d_amount', 0):,} in the 365 before.",
            (
                *("net_revenue_amount", "order_count", "net_revenue_365d_amount"),
                "net_revenue_previous_365d_amount",
            ),
        )
    if row.get("margin_amount") is not None:
        yield (
            f"Left {row['margin_amount']:,} {currency} of margin, where cost is known.",
            ("margin_amount",),
        )
    if row.get("value_tier"):
        yield (
            f"Value tier {row['value_tier']}: {row['value_tier_reason']}.",
            ("value_tier", "value_tier_reason"),
        )
    if row.get("expected_purchases_90d") is not None:
        yield (
            f"To be expected: {row['expected_purchases_90d']:.1f} purchases in the "
            f"next 90 days, {row['expected_revenue_365d_amount']:,} {currency} in 365.",
            ("expected_purchases_90d", "expected_revenue_365d_amount"),
        )
    yield from _reason(row, "value_role_reason")
    yield from _reason(row, "advocate_reason")


def _doing(row: Row) -> Said:
    if row.get("lifecycle_stage"):
        stage = str(row["lifecycle_stage"]).replace("_", " ")
        since = f" since {row['lifecycle_since']}" if row.get("lifecycle_since") else ""
        yield (
            f"Stage {stage}{since}: {row['lifecycle_reason']}.",
            ("lifecycle_stage", "lifecycle_since", "lifecycle_reason"),
        )
    yield from _reason(row, "churn_reason")
    if row.get("service_group") not in (None, "silent"):
        yield from _reason(row, "service_reason")
    yield from _reason(row, "journey_reason")
    if row.get("is_member"):
        yield from _reason(row, "loyalty_reason")


def _likes(row: Row) -> Said:
    for kind in ("category", "brand"):
        name, share = f"favourite_{kind}", f"favourite_{kind}_share"
        if row.get(name) and row.get(share) is not None:
            yield (
                f"Favourite {kind}: {row[name]}, {row[share]:.0%} of what they spend.",
                (name, share),
            )
    if row.get("preferred_store_id"):
        yield f"Usually comes to {row['preferred_store_id']}.", ("preferred_store_id",)
    elif row.get("preferred_channel"):
        yield f"Usually buys by {row['preferred_channel']}.", ("preferred_channel",)
    if row.get("preferred_weekday") and row["order_count"] >= HABIT_ORDERS:
        hour = row.get("preferred_hour")
        at = f" at about {hour}:00" if hour is not None else ""
        yield (
            f"Mostly on {WEEKDAYS[row['preferred_weekday'] - 1]}{at}.",
            ("preferred_weekday", "preferred_hour"),
        )
    yield from _reason(row, "behaviour_reason")


def _to_do(row: Row, run_outs: Sequence[Row], as_of: date) -> Said:
    """The two most urgent things: who was hurt first, then who is being lost."""
    urgent = [said for rule in URGENT if (said := rule(row, as_of))]
    offer = run_out_to_offer(run_outs)
    kind = [said for rule in KIND if (said := rule(row, as_of))]
    yield from [*urgent, *([offer] if offer else []), *kind][:2]


def _complaint(row: Row, _: date) -> Advice | None:
    if not row.get("open_complaint_count"):
        return None
    topic = row.get("open_complaint_topic")
    about = f" about {topic}" if topic else ""
    since = row.get("open_complaint_since_date")
    return (
        f"Settle the complaint{about} that is open since {since} before anything else.",
        ("open_complaint_topic", "open_complaint_since_date"),
    )


def _unhappy(row: Row, _: date) -> Advice | None:
    if row.get("service_group") != "unhappy":
        return None
    return "Ask what went wrong before you offer anything.", ("service_group",)


def _lost(row: Row, _: date) -> Advice | None:
    if not row.get("churn_action_en"):
        return None
    return f"{row['churn_action_en']}.", ("churn_group", "churn_action_en")


def _institution(row: Row, _: date) -> Advice | None:
    if not row.get("institution_kind"):
        return None
    return (
        "Give them a person to call, an invoice and a price for large orders.",
        ("institution_kind",),
    )


def _points(row: Row, as_of: date) -> Advice | None:
    last = row.get("points_expiring_date")
    if not last or (last - as_of).days > SOON_DAYS:
        return None
    return (
        f"Say that {row['points_expiring'].normalize():,f} points expire on {last}.",
        ("points_expiring", "points_expiring_date"),
    )


def _advocate(row: Row, _: date) -> Advice | None:
    count = row.get("direct_referral_count")
    if not count:
        return None
    whom = "the customer" if count == 1 else f"the {count:,} customers"
    return f"Thank them for {whom} they brought.", ("direct_referral_count",)


def _by_stage(row: Row, _: date) -> Advice | None:
    category = row.get("favourite_category")
    fresh = f"what is new in {category}" if category else "what is new"
    advice = {
        "prospect": "Greet them, and find out what they look for.",
        "new": "Thank them, and invite them to a second purchase.",
        "repeat": f"Show them {fresh}.",
        "loyal": f"Show them {fresh} before others, and say thank you.",
        "lost": "Leave them alone, unless they come by themselves.",
    }
    text = advice.get(str(row.get("lifecycle_stage")))
    return (text, ("lifecycle_stage", "favourite_category")) if text else None


def _survey(row: Row, _: date) -> Advice | None:
    if not row.get("is_survey_due"):
        return None
    return "Ask how they liked their last purchase.", ("is_survey_due",)


Rules = tuple[Callable[[Row, date], Advice | None], ...]
URGENT: Rules = (_complaint, _unhappy, _lost, _institution, _points)
KIND: Rules = (_advocate, _by_stage, _survey)


def _reason(row: Row, column: str) -> Said:
    if row.get(column):
        text = str(row[column])
        yield f"{text[0].upper()}{text[1:]}.", (column,)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
