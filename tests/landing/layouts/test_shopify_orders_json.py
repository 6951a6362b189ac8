import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import ContractError
from flows.landing.taking import Taken
from tests.landing.conftest import Taking
from tests.landing.layouts.conftest import Orders

Document = dict[str, Any]
FIXTURES = Path(__file__).parent / "fixtures" / "shopify_orders_json"


@pytest.fixture
def orders_of(taking: Taking) -> Orders:
    def run(*documents: Document, **settings: object) -> Taken:
        text = json.dumps(list(documents))
        return taking(text, "shopify_orders_json", name="orders.json", **settings)

    return run


def first_order() -> Document:
    """An order of tea and a cup, of which a tea came back."""
    told: dict[str, list[Document]] = json.loads(
        (FIXTURES / "answer.json").read_text("utf-8")
    )
    return told["orders"][0]


def lines_of(taken: Taken, order_id: str) -> list[tuple[object, ...]]:
    columns = ("product_id", "quantity", "line_amount")
    lines = taken.entities["order_lines"].filter(order_id=order_id)
    return lines.select("line_number", *columns).rows()


def test_an_answer_and_lines_of_json_say_the_same(taking: Taking) -> None:
    answer, lines = (
        taking(
            (FIXTURES / name).read_bytes(), "shopify_orders_json", name=name
        ).entities
        for name in ("answer.json", "orders.jsonl")
    )
    assert list(answer) == ["orders", "order_lines", "customers", "consents"]
    for entity, rows in answer.items():
        assert rows.equals(lines[entity])


def test_a_document_is_an_order_and_its_lines(orders_of: Orders) -> None:
    taken = orders_of(first_order())
    order = taken.entities["orders"].row(0, named=True)

    assert (taken.row_count, taken.unknown_columns) == (1, ())
    assert order["ordered_at"] == datetime(2025, 3, 2, 4, 30, tzinfo=UTC)
    assert order["updated_at"] == datetime(2025, 3, 4, 14, 0, tzinfo=UTC)
    assert (order["order_id"], order["customer_id"]) == ("#1001", "7001")
    assert (order["customer_name"], order["recipient_name"]) == (
        "Ann Example",
        "Ben Example",
    )
    assert (order["status"], order["channel"]) == ("completed", "web")
    assert (order["coupon_code"], order["shipping_amount"]) == ("SPRING", 10)
    assert lines_of(taken, "#1001") == [(1, "TEA-1", 2, 54), (2, "Cup", 1, 36)]


def test_a_refund_is_an_order_of_its_day(orders_of: Orders) -> None:
    taken = orders_of(first_order())
    refund = taken.entities["orders"].row(1, named=True)
    lines = taken.entities["order_lines"].filter(order_id="#1001-refund-8101")

    assert refund["order_id"] == "#1001-refund-8101"
    assert refund["ordered_date"] == date(2025, 3, 4)
    assert (refund["gross_amount"], refund["total_amount"]) == (-30, -35)
    assert (refund["email"], refund["tax_amount"]) == ("ann@example.org", None)
    assert lines["returned_order_id"].to_list() == ["#1001"] * 2
    assert lines_of(taken, "#1001-refund-8101") == [
        (1, "TEA-1", -1, -27),
        (2, "refund", -1, -3),
    ]


def test_what_was_kept_of_a_refund_adds_to_it(orders_of: Orders) -> None:
    order = first_order()
    order["refunds"][0]["order_adjustments"] = [
        {"kind": "refund_discrepancy", "amount": "4.00"},
        {"kind": "refund_discrepancy", "amount": "0.00"},
    ]
    assert lines_of(orders_of(order), "#1001-refund-8101")[1:] == [(2, "refund", 1, 4)]


def test_a_refund_that_names_no_goods_is_its_payment(orders_of: Orders) -> None:
    order = first_order()
    del order["refunds"][0]["refund_line_items"], order["refunds"][0]["id"]
    order["refunds"][0]["order_adjustments"] = []
    assert lines_of(orders_of(order), "#1001-refund-1") == [(1, "refund", -1, -35)]


def test_a_refund_of_nothing_is_none(orders_of: Orders) -> None:
    order = first_order() | {"refunds": [{"id": 1, "created_at": "2025-03-05"}]}
    assert orders_of(order).entities["orders"]["order_id"].to_list() == ["#1001"]


def test_an_order_discount_is_spread_where_lines_have_none(orders_of: Orders) -> None:
    order = first_order() | {"refunds": []}
    for item in order["line_items"]:
        del item["discount_allocations"]
    order["line_items"][1]["total_discount"] = "1.00"
    assert [row[-1] for row in lines_of(orders_of(order), "#1001")] == [
        Decimal("54.55"),
        Decimal("35.45"),
    ]


def test_a_test_order_was_never_paid(orders_of: Orders) -> None:
    taken = orders_of(first_order() | {"test": True, "financial_status": "paid"})
    assert set(taken.entities["orders"]["payment_status"]) == {"unpaid"}


def test_a_cancelled_order_and_one_at_the_till_say_so(orders_of: Orders) -> None:
    order = first_order() | {
        "cancelled_at": "2025-03-02T00:00:00Z",
        "source_name": "pos",
        "location_id": 31,
        "user_id": 801,
    }
    taken = orders_of(order).entities["orders"].row(0, named=True)
    said = ("status", "channel", "store_id", "cashier")
    assert [taken[name] for name in said] == ["cancelled", "store", "31", "801"]


def test_the_customer_comes_with_the_order(orders_of: Orders) -> None:
    taken = orders_of(first_order(), first_order() | {"name": "#2", "customer": None})
    (customer,) = taken.entities["customers"].rows(named=True)

    assert (customer["customer_id"], customer["name"]) == ("7001", "Ann Example")
    assert (customer["email_verified"], customer["tags"]) == (True, "vip, newsletter")
    assert customer["updated_at"] == datetime(2025, 3, 5, 2, tzinfo=UTC)


def test_consents_are_dated_where_the_api_says_since_when(orders_of: Orders) -> None:
    order = first_order()
    del order["customer"]["sms_marketing_consent"]["consent_updated_at"]
    consents = orders_of(order).entities["consents"]

    assert consents.select("channel", "state", "is_dated", "changed_date").rows() == [
        ("email", "granted", True, date(2024, 5, 1)),
        ("sms", "revoked", False, date(2025, 3, 31)),
    ]


def test_older_versions_of_the_api_know_one_consent(orders_of: Orders) -> None:
    order = first_order()
    customer = order["customer"]
    del customer["sms_marketing_consent"], customer["email_marketing_consent"]
    customer["accepts_marketing"] = True
    customer["accepts_marketing_updated_at"] = "2020-01-01T00:00:00+08:00"
    consents = orders_of(order).entities["consents"]

    assert consents.select("channel", "state", "changed_date").rows() == [
        ("email", "granted", date(2020, 1, 1))
    ]


def test_an_answer_nobody_knows_is_no_consent(orders_of: Orders) -> None:
    order = first_order()
    order["customer"]["email_marketing_consent"]["state"] = "redacted"
    assert orders_of(order).entities["consents"]["state"][0] == "unknown"


def test_of_an_order_sent_twice_the_newest_version_counts(orders_of: Orders) -> None:
    old = first_order() | {
        "updated_at": "2025-03-02T00:00:00Z",
        "financial_status": "pending",
        "refunds": [],
    }
    old["line_items"] = old["line_items"][:1]
    for documents in ((old, first_order()), (first_order(), old)):
        taken = orders_of(*documents)
        orders = taken.entities["orders"].filter(order_id="#1001")

        assert taken.row_count == 2
        assert taken.set_aside.height == 0
        assert orders["payment_status"].to_list() == ["partially_refunded"]
        assert len(lines_of(taken, "#1001")) == 2
        assert len(lines_of(taken, "#1001-refund-8101")) == 2


def test_a_line_that_cannot_be_read_sets_its_document_aside(orders_of: Orders) -> None:
    order = first_order()
    order["line_items"][1]["quantity"] = "some"
    taken = orders_of(order, first_order() | {"name": "#2"})

    assert taken.set_aside["row_number"].to_list() == [1]
    assert "quantity (line_items: quantity)" in taken.set_aside["reason"].item()
    assert set(taken.entities["order_lines"]["row_number"]) == {2}
    assert set(taken.entities["orders"]["row_number"]) == {2}


def test_an_order_without_lines_is_its_total(orders_of: Orders) -> None:
    taken = orders_of(first_order() | {"line_items": [], "refunds": []})
    assert taken.entities["orders"]["total_amount"].to_list() == [100]
    assert taken.entities["order_lines"].height == 0


def test_without_line_items_it_is_another_export(orders_of: Orders) -> None:
    order = first_order()
    del order["line_items"]
    with pytest.raises(ContractError, match="has no column 'line_items'"):
        orders_of(order)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(0, 9999), st.integers(0, 500)),
        min_size=1,
        max_size=5,
    )
)
def test_lines_cost_what_they_were_allocated_less(
    orders_of: Orders, goods: list[tuple[int, int, int]]
) -> None:
    order = first_order() | {"refunds": []}
    order["line_items"] = [
        {
            "id": number,
            "sku": str(number),
            "quantity": quantity,
            "price": str(Decimal(cents) / 100),
            "discount_allocations": [
                {"amount": str(Decimal(part) / 100)} for part in (off, 1)
            ],
        }
        for number, (quantity, cents, off) in enumerate(goods)
    ]
    lines = orders_of(order).entities["order_lines"]
    told = sum(quantity * cents - off - 1 for quantity, cents, off in goods)
    assert lines["line_amount"].sum() == Decimal(told) / 100
    assert lines["discount_amount"].cast(pl.Decimal(18, 2)).to_list() == [
        Decimal(off + 1) / 100 for _, _, off in goods
    ]
