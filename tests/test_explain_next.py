"""What comes next is told with its reason, and so is that nobody can say."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flows.explain_next import next_sentences, run_out_to_offer

LEAVING: dict[str, Any] = {
    "purchase_count": 3,
    "expected_purchases_90d": Decimal("0.100000"),
    "no_purchase_90d_probability": Decimal("0.834000"),
    "no_purchase_reason": "Last bought 200 days ago",
    "next_order_date": None,
    "next_order_reason": "Last bought 200 days ago: half were not back in a year",
}
REGULAR: dict[str, Any] = {
    "purchase_count": 9,
    "expected_purchases_90d": Decimal("3.100000"),
    "no_purchase_90d_probability": Decimal("0.040000"),
    "no_purchase_reason": "9 purchases in 300 days",
    "next_order_date": date(2025, 7, 12),
    "next_order_earliest_date": date(2025, 7, 3),
    "next_order_latest_date": date(2025, 8, 1),
    "next_order_reason": "Last bought 20 days ago, at a rhythm of 30 days",
    "next_order_weekday": 5,
    "next_order_hour": None,
    "next_order_channel": "web",
}
NEWCOMER: dict[str, Any] = {
    "purchase_count": 1,
    "expected_purchases_90d": None,
    "prediction_reason": "Only 12 buyers are known; 100 are needed",
    "no_purchase_90d_probability": None,
    "no_purchase_reason": "Only 12 buyers are known; 100 are needed",
    "next_order_date": None,
    "next_order_reason": "Bought only once",
}


def run_out(
    name: str | None, window: str = "later", **columns: object
) -> dict[str, Any]:
    return {
        "product_id": "C1",
        "product_name": name,
        "category": "Coffee",
        "buy_window": window,
        "run_out_date": date(2025, 7, 4),
        "reason": f"Last bought 2 of {name}",
    } | columns


def told(
    row: dict[str, Any],
    run_outs: Sequence[dict[str, Any]] = (),
    next_best: Sequence[dict[str, Any]] = (),
) -> list[str]:
    return [text for text, _ in next_sentences(row, run_outs, next_best)]


def test_who_is_leaving_is_told_with_the_reason() -> None:
    assert told(LEAVING) == [
        "83% likely not to buy in the next 90 days: last bought 200 days ago.",
        "No day of a next order is told: last bought 200 days ago: half were not back "
        "in a year.",
    ]


def test_who_is_on_the_churn_watch_is_not_told_of_twice() -> None:
    assert told(LEAVING | {"churn_reason": "Brought 100"}) == told(LEAVING)[1:]


def test_nobody_is_sure_to_stay_or_to_leave() -> None:
    for chance, text in (("0.999900", "99%"), ("0.000100", "1%")):
        row = LEAVING | {"no_purchase_90d_probability": Decimal(chance)}
        assert told(row)[0].startswith(f"{text} likely")


def test_a_next_order_has_its_range_and_its_moment() -> None:
    assert told(REGULAR)[1:] == [
        "Next order about 2025-07-12, four times in five between 2025-07-03 and "
        "2025-08-01: last bought 20 days ago, at a rhythm of 30 days.",
        "Most likely on Fridays by web.",
    ]


def test_a_range_may_have_no_end() -> None:
    text = told(REGULAR | {"next_order_latest_date": None})[1]
    assert "four times in five between 2025-07-03 and a year from now or later:" in text


def test_of_a_newcomer_is_told_why_nothing_is_predicted() -> None:
    why = "only 12 buyers are known; 100 are needed"
    assert told(NEWCOMER) == [
        f"No purchases are predicted: {why}.",
        f"Whether they are leaving is not told: {why}.",
        "No day of a next order is told: bought only once.",
    ]


def test_of_who_never_bought_nothing_is_told() -> None:
    assert told(NEWCOMER | {"purchase_count": 0}) == []


def test_the_three_nearest_run_outs_are_told_by_name_or_category() -> None:
    things = [run_out("Beans"), run_out(None), run_out("Tea"), run_out("Ink")]
    assert [text.split(":")[0] for text in told(REGULAR, things)[3:]] == [
        "Runs out of Beans",
        "Runs out of Coffee",
        "Runs out of Tea",
    ]


def test_the_three_likeliest_products_are_told_with_what_speaks_for_them() -> None:
    liked = [
        {"product_id": place, "product_name": name, "reason": "In 2 of their 5 baskets"}
        for place, name in (("P1", "Pen"), ("P2", None), ("P3", "Pad"), ("P4", "Ink"))
    ]
    assert told(REGULAR, [], liked)[3:] == [
        "Would like Pen: In 2 of their 5 baskets.",
        "Would like P2: In 2 of their 5 baskets.",
        "Would like Pad: In 2 of their 5 baskets.",
    ]


def test_what_is_due_is_offered_and_what_is_not_yet_is_left() -> None:
    offer = run_out_to_offer([run_out("Tea"), run_out("Beans", "due")])
    assert offer is not None
    assert offer[0] == "Offer them Beans: by 2025-07-04 they have none left."
    assert run_out_to_offer([run_out("Tea")]) is None


def test_every_sentence_names_its_columns() -> None:
    for row in (LEAVING, REGULAR, NEWCOMER):
        assert all(columns for _, columns in next_sentences(row, [run_out("Tea")], []))
