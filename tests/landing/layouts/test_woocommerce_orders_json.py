import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.landing.taking import Taken
from tests.landing.conftest import Taking
from tests.landing.layouts.conftest import Orders, first_states

Document = dict[str, Any]
FIXTURES = Path(__file__).parent / "fixtures" / "woocommerce_orders_json"


@pytest.fixture
def orders_of(taking: Taking) -> Orders:
    def run(*documents: Document, **settings: object) -> Taken:
        text = "\n".join(json.dumps(one) for one in documents)
        return taking(text, "woocommerce_orders_json", name="orders.json", **settings)

    return run


def first_order() -> Document:
    """An order of two articles with a coupon, two charges and a part refunded."""
    told: list[Document] = json.loads((FIXTURES / "page.json").read_text("utf-8"))
    return told[0]


def lines_of(taken: Taken, order_id: str) -> list[tuple[object, ...]]:
    lines = taken.entities["order_lines"].filter(order_id=order_id)
    return lines.select("product_id", "quantity", "line_amount").rows()


def test_a_page_and_lines_of_json_say_the_same(taking: Taking) -> None:
    page, lines = (
        taking(
            (FIXTURES / name).read_bytes(), "woocommerce_orders_json", name=name
        ).entities
        for name in ("page.json", "orders.jsonl")
    )
    assert list(page) == ["orders", "order_lines"]
    for entity, rows in page.items():
        assert rows.equals(lines[entity])


def test_a_document_is_an_order_and_its_lines(orders_of: Orders) -> None:
    taken = orders_of(first_order())
    order = taken.entities["orders"].row(0, named=True)

    assert (taken.row_count, taken.unknown_columns) == (1, ())
    assert (order["order_id"], order["customer_id"]) == ("727", "7")
    assert (order["customer_name"], order["country"]) == ("Ida Example", "CN")
    assert (order["gross_amount"], order["discount_amount"]) == (20, 2)
    assert (order["tax_amount"], order["coupon_code"]) == (Decimal("1.35"), "spring")
    assert lines_of(taken, "727") == [
        ("93", 2, 6),
        ("23", 1, 10),
        ("fee", 1, 3),
        ("discount", 1, -1),
    ]


def test_times_are_read_in_utc_or_at_the_shop(orders_of: Orders) -> None:
    order = first_order()
    told = orders_of(order).entities["orders"]["ordered_at"][0]
    there = orders_of(order | {"date_created_gmt": None}).entities["orders"]

    assert told == datetime(2025, 3, 17, 12, 16, tzinfo=UTC)
    assert there["ordered_at"][0] == told


def test_articles_are_told_as_people_read_them(orders_of: Orders) -> None:
    lines = orders_of(first_order()).entities["order_lines"]
    names = lines["product_name"].to_list()

    assert names[:2] == ["Notebook & pen", "T-shirt – black"]
    assert lines.select("variant", "color", "size").row(1) == ("black, M", "black", "M")
    assert lines["line_number"].to_list()[:4] == [1, 2, 3, 4]


def test_refunds_count_on_the_day_of_the_order(orders_of: Orders) -> None:
    taken = orders_of(first_order())
    refund = taken.entities["orders"].row(1, named=True)

    assert refund["order_id"] == "727-refund"
    assert refund["ordered_at"] == datetime(2025, 3, 17, 12, 16, tzinfo=UTC)
    assert refund["payment_status"] == "partially_refunded"
    assert lines_of(taken, "727-refund") == [("refund", -1, -5)]
    assert set(taken.entities["order_lines"]["is_repeated"]) == {False}


@pytest.mark.parametrize(
    ("status", "paid_at", "said"),
    [
        ("processing", None, ("open", "paid")),
        ("completed", None, ("completed", "paid")),
        ("on-hold", None, ("open", "pending")),
        ("failed", None, ("cancelled", "voided")),
        ("shipped", "2025-03-17T20:16:08", ("shipped", "paid")),
        ("shipped", None, ("shipped", None)),
    ],
)
def test_one_word_says_whether_an_order_is_paid(
    orders_of: Orders, status: str, paid_at: str | None, said: tuple[str, str | None]
) -> None:
    order = first_order() | {"status": status, "date_paid": paid_at, "refunds": []}
    assert first_states(orders_of(order)) == said


def test_a_guest_has_no_id(orders_of: Orders) -> None:
    orders = orders_of(first_order() | {"customer_id": 0}).entities["orders"]
    assert orders.select("customer_id", "email").row(0) == (None, "ida@example.org")


def test_of_an_order_sent_twice_the_newest_version_counts(orders_of: Orders) -> None:
    old = first_order() | {"date_modified_gmt": "2025-03-17T12:16:01", "refunds": []}
    old["line_items"] = old["line_items"][:1]
    for documents in ((old, first_order()), (first_order(), old)):
        taken = orders_of(*documents)
        assert taken.row_count == 2
        assert len(lines_of(taken, "727")) == 4
        assert len(lines_of(taken, "727-refund")) == 1
