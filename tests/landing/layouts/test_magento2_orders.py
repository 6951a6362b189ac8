from datetime import UTC, datetime
from decimal import Decimal

import pytest

from flows.landing.layouts.magento2_orders import KNOWN
from tests.landing.conftest import Export, Taking
from tests.landing.layouts.conftest import MONEY, Orders, OrdersOf, first_states

ORDER = {
    "ID": "000000001",
    "Purchase Date": "Mar 7, 2025 9:16:05 PM",
    "Bill-to Name": "Gil Example",
    "Ship-to Name": "Hana Example",
    "Grand Total (Base)": "115.0000",
    "Grand Total (Purchased)": "115.0000",
    "Status": "Complete",
    "Shipping Address": "Lantern Street 1,Dover",
    "Customer Email": "gil@example.org",
    "Subtotal": "100.0000",
    "Shipping and Handling": "5.0000",
    "Total Refunded": "0.0000",
}


@pytest.fixture
def orders_of(exported: OrdersOf) -> Orders:
    return exported("magento2_orders", KNOWN)


def test_an_order_is_its_money_and_who_ordered(orders_of: Orders) -> None:
    order = orders_of(ORDER).entities["orders"].row(0, named=True)

    assert order["order_id"] == "000000001"
    assert order["ordered_at"] == datetime(2025, 3, 7, 13, 16, 5, tzinfo=UTC)
    assert (order["email"], order["customer_name"]) == (
        "gil@example.org",
        "Gil Example",
    )
    assert order["recipient_name"] == "Hana Example"
    assert (order["status"], order["payment_status"]) == ("completed", "paid")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, (100, 0, 10, 5, 115)),
        ({"Grand Total (Base)": "95.00"}, (100, 10, 0, 5, 95)),
        ({"Subtotal": ""}, (110, 0, 0, 5, 115)),
        ({"Subtotal": "", "Shipping and Handling": ""}, (115, 0, 0, None, 115)),
    ],
)
def test_what_the_total_has_beyond_or_lacks_is_tax_or_discount(
    orders_of: Orders, told: dict[str, str], expected: tuple[int | None, ...]
) -> None:
    orders = orders_of(ORDER | told).entities["orders"]
    assert orders.select(MONEY).row(0) == expected


def test_a_refund_is_an_order_with_one_negative_line(orders_of: Orders) -> None:
    taken = orders_of(ORDER | {"Total Refunded": "20.0000"})
    orders, line = taken.entities["orders"], taken.entities["order_lines"]

    assert orders["order_id"].to_list() == ["000000001", "000000001-refund"]
    assert orders["payment_status"].to_list() == ["partially_refunded"] * 2
    assert line.select("returned_order_id", "line_amount").row(0) == ("000000001", -20)


def test_a_refund_in_the_purchases_currency_is_in_the_base_currency(
    orders_of: Orders,
) -> None:
    bought = ORDER | {"Grand Total (Purchased)": "230.0000"}
    half, whole = (
        orders_of(bought | {"Total Refunded": refunded}).entities["orders"]
        for refunded in ("20.0000", "230.0000")
    )
    assert half["total_amount"].to_list() == [115, -10]
    assert whole["total_amount"].to_list() == [115, -115]
    assert whole["payment_status"].to_list() == ["refunded"] * 2


def test_a_third_of_a_cent_is_rounded(orders_of: Orders) -> None:
    bought = ORDER | {"Grand Total (Purchased)": "345.0000", "Total Refunded": "1.00"}
    orders = orders_of(bought).entities["orders"]
    assert orders["total_amount"].to_list() == [115, Decimal("-0.33")]


@pytest.mark.parametrize("refunded", ["", "0.0000", "115.0000"])
def test_a_closed_order_was_paid_back(orders_of: Orders, refunded: str) -> None:
    taken = orders_of(ORDER | {"Status": "Closed", "Total Refunded": refunded})
    assert taken.entities["orders"]["total_amount"].to_list() == [115, -115]
    assert taken.entities["order_lines"]["line_amount"].to_list() == [-100]


@pytest.mark.parametrize(
    ("word", "states"),
    [
        ("Processing", ("open", "paid")),
        ("pending_payment", ("open", "pending")),
        ("Pending", ("open", "pending")),
        ("On Hold", ("open", "pending")),
        ("Suspected Fraud", ("open", "pending")),
        ("Canceled", ("cancelled", "voided")),
        ("Ready to collect", ("ready to collect", None)),
    ],
)
def test_the_status_says_whether_it_was_paid(
    orders_of: Orders, word: str, states: tuple[str, str | None]
) -> None:
    assert first_states(orders_of(ORDER | {"Status": word})) == states


def test_a_grid_that_shows_few_columns_is_enough(
    taking: Taking, export: Export
) -> None:
    header = "ID,Purchase Date,Grand Total (Base),Status"
    few = {name: ORDER[name] for name in header.split(",")}
    taken = taking(export(header, few), "magento2_orders")
    assert taken.entities["orders"].select(MONEY).row(0) == (115, 0, 0, None, 115)


def test_other_dates_are_read_by_the_sources_format(orders_of: Orders) -> None:
    rows = [ORDER | {"Purchase Date": "7.3.2025 21:16"}]
    told = orders_of(*rows, date_format="%d.%m.%Y %H:%M").entities["orders"]
    assert told["ordered_at"].item() == datetime(2025, 3, 7, 13, 16, tzinfo=UTC)
    assert orders_of(*rows).set_aside.height == 1


def test_dates_with_the_year_first_are_read(orders_of: Orders) -> None:
    orders = orders_of(ORDER | {"Purchase Date": "2025-03-07 21:16:05"})
    found = orders.entities["orders"]["ordered_at"].item()
    assert found == datetime(2025, 3, 7, 13, 16, 5, tzinfo=UTC)
