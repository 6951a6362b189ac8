from datetime import UTC, datetime

import pytest

from flows.landing.layouts.woocommerce_orders_csv import KNOWN, OF_SOME
from tests.landing.layouts.conftest import MONEY, Orders, OrdersOf, first_states

ORDER = {
    "order_id": "201",
    "order_date": "2025-03-17 12:16:00",
    "order_status": "wc-completed",
    "customer_id": "7",
    "billing_first_name": "Ida",
    "billing_last_name": "Example",
    "billing_email": "ida@example.org",
    "billing_phone": "13800000001",
    "billing_country": "CN",
    "shipping_city": "Shanghai",
    "order_total": "99.00",
    "order_currency": "CNY",
}


@pytest.fixture
def orders_of(exported: OrdersOf) -> Orders:
    return exported("woocommerce_orders_csv", KNOWN)


@pytest.fixture
def with_sums(exported: OrdersOf) -> Orders:
    """Orders of an export that has the columns of some plugins."""
    return exported("woocommerce_orders_csv", f"{KNOWN},{OF_SOME}")


def test_an_order_is_its_money_and_who_ordered(orders_of: Orders) -> None:
    order = orders_of(ORDER).entities["orders"].row(0, named=True)

    assert order["ordered_at"] == datetime(2025, 3, 17, 4, 16, tzinfo=UTC)
    assert (order["customer_id"], order["customer_name"]) == ("7", "Ida Example")
    assert (order["email"], order["phone"]) == ("ida@example.org", "13800000001")
    assert (order["country"], order["recipient_address"]) == ("CN", "Shanghai")
    assert [order[name] for name in MONEY] == [99, None, None, None, 99]


def test_customer_zero_is_a_guest(orders_of: Orders) -> None:
    rows = [ORDER | {"customer_id": "0"}, ORDER | {"order_id": "2", "customer_id": ""}]
    assert orders_of(*rows).entities["orders"]["customer_id"].to_list() == [None, None]


def test_the_sums_that_some_plugins_write_are_taken(with_sums: Orders) -> None:
    sums = {"shipping_total": "10", "tax_total": "9", "discount_total": "-5"}
    taken = with_sums(ORDER | sums)

    assert taken.unknown_columns == ()
    assert taken.entities["orders"].select(MONEY).row(0) == (85, 5, 9, 10, 99)


@pytest.mark.parametrize(
    ("word", "states"),
    [
        ("wc-completed", ("completed", "paid")),
        ("completed", ("completed", "paid")),
        ("WC-Processing", ("open", "paid")),
        ("wc-on-hold", ("open", "pending")),
        ("On hold", ("open", "pending")),
        ("wc-pending", ("open", "pending")),
        ("Pending payment", ("open", "pending")),
        ("wc-failed", ("cancelled", "voided")),
        ("wc-cancelled", ("cancelled", "voided")),
        ("wc-checkout-draft", ("open", "unpaid")),
        ("wc-backordered", ("backordered", None)),
    ],
)
def test_the_status_says_whether_it_was_paid(
    orders_of: Orders, word: str, states: tuple[str, str | None]
) -> None:
    assert first_states(orders_of(ORDER | {"order_status": word})) == states


def test_a_refunded_order_was_paid_back_whole(orders_of: Orders) -> None:
    taken = orders_of(ORDER | {"order_status": "wc-refunded"})
    orders, lines = taken.entities["orders"], taken.entities["order_lines"]

    assert orders["total_amount"].to_list() == [99, -99]
    assert orders["payment_status"].to_list() == ["refunded"] * 2
    assert lines.select("returned_order_id", "line_amount").row(0) == ("201", -99)


def test_a_part_paid_back_is_a_refund_of_that_part(with_sums: Orders) -> None:
    orders = with_sums(ORDER | {"refunded_total": "9.00"}).entities["orders"]

    assert orders["total_amount"].to_list() == [99, -9]
    assert orders["payment_status"].to_list() == ["partially_refunded"] * 2


def test_a_foreign_order_waits_for_its_rate(orders_of: Orders) -> None:
    rows = [ORDER | {"order_currency": "USD"}, ORDER | {"order_currency": "yuan"}]
    assert orders_of(*rows).set_aside["reason"].to_list() == [
        "no rate for USD on 2025-03-17: add a file of fx_rates that has it, and replay",
        "currency (order_currency) is not a currency's three letters",
    ]
