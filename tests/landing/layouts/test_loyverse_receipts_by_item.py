from decimal import Decimal

import pytest

from flows.landing.layouts.loyverse_receipts_by_item import KNOWN
from tests.landing.layouts.conftest import Orders, OrdersOf, first_states

LINE = {
    "Date": "3/17/25 12:16 PM",
    "Receipt number": "1-0003",
    "Receipt type": "Sale",
    "SKU": "10001",
    "Item": "Noodles",
    "Variant": "Large",
    "Quantity": "2.000",
    "Gross sales": "160.00",
    "Discounts": "10.00",
    "Net sales": "150.00",
    "Store": "Harbour Cafe",
    "Customer name": "Cat Example",
    "Customer contacts": "cat@example.org",
    "Status": "Closed",
}
TEA = LINE | {
    "SKU": "",
    "Item": "Tea",
    "Variant": "",
    "Quantity": "1.000",
    "Gross sales": "30.00",
    "Discounts": "0.00",
    "Net sales": "30.00",
}
MONEY = ("gross_amount", "discount_amount", "total_amount")


@pytest.fixture
def receipts_of(exported: OrdersOf) -> Orders:
    return exported("loyverse_receipts_by_item", KNOWN)


def test_a_receipt_is_an_order_and_its_lines(receipts_of: Orders) -> None:
    taken = receipts_of(LINE, TEA)
    orders, lines = taken.entities["orders"], taken.entities["order_lines"]

    assert orders.select("order_id", *MONEY).rows() == [("1-0003", 190, 10, 180)]
    assert orders["email"].to_list() == ["cat@example.org"]
    assert lines["product_id"].to_list() == ["10001", "Tea"]
    assert lines["line_amount"].to_list() == [150, 30]
    assert lines["unit_price"].to_list() == [80, 30]


def test_an_item_without_a_number_goes_by_its_name(receipts_of: Orders) -> None:
    taken = receipts_of(
        LINE | {"SKU": ""}, LINE | {"SKU": "", "Item": "", "Variant": ""}
    )
    assert taken.entities["order_lines"]["product_id"].to_list() == ["Noodles|Large"]
    assert taken.set_aside["reason"].to_list() == ["product_id (SKU, Item) is missing"]
    assert taken.set_aside["amount"].to_list() == [Decimal("150.00")]


@pytest.mark.parametrize("sign", ["-", ""])
def test_a_refund_is_an_order_below_zero(receipts_of: Orders, sign: str) -> None:
    refund = LINE | {
        "Receipt number": "1-0006",
        "Receipt type": "Refund",
        "Quantity": f"{sign}1.000",
        "Gross sales": f"{sign}80.00",
        "Discounts": f"{sign}5.00",
        "Net sales": f"{sign}75.00",
    }
    taken = receipts_of(LINE, TEA, refund)
    line = taken.entities["order_lines"].row(2, named=True)

    assert taken.entities["orders"].select(MONEY).row(1) == (-80, -5, -75)
    assert (line["quantity"], line["unit_price"]) == (-1, 80)
    assert (line["line_amount"], line["discount_amount"]) == (-75, -5)


def test_a_cancelled_receipt_was_never_paid(receipts_of: Orders) -> None:
    taken = receipts_of(LINE | {"Status": "Cancelled"})
    assert first_states(taken) == ("cancelled", "voided")


def test_what_is_set_aside_is_no_part_of_the_orders_sum(receipts_of: Orders) -> None:
    orders = receipts_of(LINE, TEA | {"Quantity": "some"}).entities["orders"]
    assert orders.select(MONEY).rows() == [(160, 10, 150)]


def test_a_free_item_has_no_price(receipts_of: Orders) -> None:
    line = receipts_of(LINE | {"Quantity": "0"}).entities["order_lines"]
    assert line["unit_price"].to_list() == [None]


def test_the_dining_option_may_be_missing(exported: OrdersOf) -> None:
    header = KNOWN.replace("Dining option,", "")
    taken = exported("loyverse_receipts_by_item", header)(LINE)
    assert len(KNOWN.split(",")) == 23
    assert taken.unknown_columns == ()
