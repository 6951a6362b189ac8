from datetime import date
from decimal import Decimal

import pytest

from flows.landing.layouts.bigcommerce_orders import KNOWN
from tests.landing.layouts.conftest import MONEY, Orders, OrdersOf, first_states

ORDER = {
    "Order ID": "101",
    "Order Date": "17/03/2025",
    "Order Status": "Completed",
    "Order Total": "105.00",
    "Cart Base Amount": "90.00",
    "Tax Total": "9.00",
    "Shipping Total": "10.00",
    "Refund Amount": "0.00",
    "First Name": "Eve",
    "Last Name": "Example",
    "Email Address": "eve@example.org",
    "Phone": "0491570006",
    "Billing Country": "Australia",
    "Shipping Street 1": "Lantern Street 1",
    "Shipping City": "Perth",
    "Shipping State": "WA",
    "Shipping Zip Code": "'6000",
    "Shipping Country": "Australia",
}


@pytest.fixture
def orders_of(exported: OrdersOf) -> Orders:
    return exported("bigcommerce_orders", KNOWN, date_format="%d/%m/%Y")


def test_an_order_is_its_money_and_who_ordered(orders_of: Orders) -> None:
    taken = orders_of(ORDER)
    order = taken.entities["orders"].row(0, named=True)

    assert taken.entities["order_lines"].height == 0
    assert order["ordered_date"] == date(2025, 3, 17)
    assert (order["customer_name"], order["customer_id"]) == ("Eve Example", None)
    assert (order["email"], order["phone"]) == ("eve@example.org", "0491570006")
    assert (order["channel"], order["country"]) == ("web", "Australia")
    assert order["recipient_address"] == "Lantern Street 1, Perth, 6000, WA, Australia"


@pytest.mark.parametrize(
    ("cart", "expected"),
    [
        ("90.00", (90, 4, 9, 10, 105)),  # 4 less than the cart: a discount
        ("80.00", (86, 0, 9, 10, 105)),  # 6 more than the cart: gift wrapping
        ("", (86, 0, 9, 10, 105)),
    ],
)
def test_goods_are_the_total_without_tax_and_shipping(
    orders_of: Orders, cart: str, expected: tuple[int, ...]
) -> None:
    orders = orders_of(ORDER | {"Cart Base Amount": cart}).entities["orders"]
    assert orders.select(MONEY).row(0) == expected


def test_a_refund_amount_is_an_order_with_one_negative_line(
    orders_of: Orders,
) -> None:
    taken = orders_of(
        ORDER | {"Refund Amount": "20.00", "Order Status": "Partially Refunded"}
    )
    sale, refund = taken.entities["orders"].to_dicts()
    line = taken.entities["order_lines"].row(0, named=True)

    assert taken.row_count == 1
    assert refund["order_id"] == "101-refund"
    assert refund["email"] == "eve@example.org"
    assert refund["ordered_date"] == sale["ordered_date"]
    assert sale["payment_status"] == refund["payment_status"] == "partially_refunded"
    assert [refund[name] for name in MONEY] == [-20, None, 0, 0, -20]
    assert (line["returned_order_id"], line["product_id"]) == ("101", "refund")
    assert (line["quantity"], line["unit_price"], line["line_amount"]) == (-1, 20, -20)


@pytest.mark.parametrize("amount", ["105.00", "-105.00", "0.00", ""])
def test_a_refunded_order_takes_back_goods_shipping_and_tax(
    orders_of: Orders, amount: str
) -> None:
    taken = orders_of(ORDER | {"Order Status": "Refunded", "Refund Amount": amount})
    assert taken.entities["orders"].select(MONEY).row(1) == (-86, None, -9, -10, -105)
    assert taken.entities["order_lines"]["line_amount"].to_list() == [-86]


def test_shipping_is_taken_back_before_tax(orders_of: Orders) -> None:
    orders = orders_of(ORDER | {"Refund Amount": "93.00"}).entities["orders"]
    assert orders.select(MONEY).row(1) == (-86, None, 0, -7, -93)


def test_an_order_that_cost_nothing_has_nothing_to_take_back(
    orders_of: Orders,
) -> None:
    free = dict.fromkeys(("Order Total", "Tax Total", "Shipping Total"), "0")
    taken = orders_of(ORDER | free | {"Order Status": "Refunded"})
    assert taken.entities["orders"]["order_id"].to_list() == ["101"]


def test_an_order_exported_twice_is_refunded_once(orders_of: Orders) -> None:
    refunded = ORDER | {"Refund Amount": "20.00"}
    taken = orders_of(refunded, refunded)
    assert taken.entities["order_lines"].height == 1
    assert taken.entities["orders"].height == 2


def test_what_is_set_aside_is_not_taken_back(orders_of: Orders) -> None:
    taken = orders_of(ORDER | {"Refund Amount": "20.00", "Order Total": "some"})

    assert all(not rows.height for rows in taken.entities.values())
    assert taken.set_aside["reason"].to_list() == [
        "total_amount (Order Total) is not a number"
    ]


@pytest.mark.parametrize(
    ("word", "states"),
    [
        ("Awaiting Fulfillment", ("open", "paid")),
        ("awaiting payment", ("open", "pending")),
        ("Shipped", ("completed", "paid")),
        ("Incomplete", ("open", "unpaid")),
        ("Declined", ("cancelled", "voided")),
        ("Cancelled", ("cancelled", "voided")),
        ("Packed by Bo", ("packed by bo", None)),
        ("", (None, None)),
    ],
)
def test_the_status_says_whether_it_was_paid(
    orders_of: Orders, word: str, states: tuple[str | None, str | None]
) -> None:
    assert first_states(orders_of(ORDER | {"Order Status": word})) == states


def test_a_cancelled_order_that_was_paid_back_was_paid(orders_of: Orders) -> None:
    cancelled = ORDER | {"Order Status": "Cancelled", "Refund Amount": "105.00"}
    orders = orders_of(cancelled).entities["orders"]

    assert orders["payment_status"].to_list() == ["refunded"] * 2
    assert orders["total_amount"].sum() == Decimal(0)
