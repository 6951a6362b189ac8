from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.landing.layouts.shopify_headers import ORDER_HEADERS
from flows.landing.taking import Taken
from tests.landing.layouts.conftest import Orders, OrdersOf

FIRST = {
    "Name": "#1001",
    "Email": "ann@example.org",
    "Financial Status": "paid",
    "Fulfillment Status": "fulfilled",
    "Currency": "CNY",
    "Subtotal": "90.00",
    "Shipping": "10.00",
    "Taxes": "0.00",
    "Total": "100.00",
    "Discount Code": "SPRING",
    "Discount Amount": "10.00",
    "Created at": "2025-03-01 23:30:00 -0500",
    "Lineitem quantity": "2",
    "Lineitem name": "Tea - Green",
    "Lineitem price": "30.00",
    "Lineitem sku": "T-1",
    "Billing Name": "Ann Example",
    "Billing Phone": "'13800000000",
    "Billing Country": "CN",
    "Shipping Name": "Ben Example",
    "Shipping Address1": "Lantern Street 1",
    "Shipping City": "Shanghai",
    "Shipping Zip": "'200001",
    "Source": "web",
}
NEXT = {
    "Name": "#1001",
    "Email": "ann@example.org",
    "Lineitem quantity": "1",
    "Lineitem name": "Cup",
    "Lineitem price": "40.00",
    "Lineitem sku": "",
}
OTHER = FIRST | {"Name": "#1002", "Subtotal": "60.00", "Discount Amount": "0.00"}


@pytest.fixture
def orders_of(exported: OrdersOf) -> Orders:
    return exported("shopify_orders", ORDER_HEADERS)


def amounts(taken: Taken) -> list[float]:
    return [float(amount) for amount in taken.entities["order_lines"]["line_amount"]]


def test_the_first_row_of_an_order_speaks_for_all(orders_of: Orders) -> None:
    taken = orders_of(FIRST, NEXT, OTHER)
    order = taken.entities["orders"].row(0, named=True)

    assert taken.entities["orders"]["order_id"].to_list() == ["#1001", "#1002"]
    assert taken.unknown_columns == ()
    assert order["ordered_at"] == datetime(2025, 3, 2, 4, 30, tzinfo=UTC)
    assert order["ordered_date"] == date(2025, 3, 2)
    assert (order["email"], order["phone"]) == ("ann@example.org", "13800000000")
    assert (order["customer_name"], order["recipient_name"]) == (
        "Ann Example",
        "Ben Example",
    )
    assert order["recipient_address"] == "Lantern Street 1, Shanghai, 200001"
    assert (order["status"], order["payment_status"]) == ("completed", "paid")
    assert (order["channel"], order["coupon_code"]) == ("web", "SPRING")
    assert order["gross_amount"] == Decimal("100.00")
    assert order["total_amount"] == Decimal("100.00")


def test_an_item_without_a_number_goes_by_its_name(orders_of: Orders) -> None:
    lines = orders_of(FIRST, NEXT).entities["order_lines"]
    assert lines["product_id"].to_list() == ["T-1", "Cup"]


def test_the_orders_discount_is_spread_over_its_lines(orders_of: Orders) -> None:
    taken = orders_of(FIRST, NEXT, OTHER)
    lines = taken.entities["order_lines"]

    assert amounts(taken) == [54, 36, 60]
    assert [float(amount) for amount in lines["discount_amount"]] == [6, 4, 0]


def test_cents_left_over_go_to_the_largest_line(orders_of: Orders) -> None:
    one, two = (
        {"Lineitem quantity": quantity, "Lineitem price": "10.00"} for quantity in "12"
    )
    taken = orders_of(FIRST | one | {"Subtotal": "39.97"}, NEXT | two, NEXT | one)
    assert amounts(taken) == [9.99, 19.99, 9.99]


def test_of_lines_as_large_the_first_gets_the_cents(orders_of: Orders) -> None:
    ten = {"Lineitem quantity": "1", "Lineitem price": "10.00"}
    taken = orders_of(FIRST | ten | {"Subtotal": "20.00"}, NEXT | ten, NEXT | ten)
    assert amounts(taken) == [6.66, 6.67, 6.67]


def test_a_lines_own_discount_comes_off_first(orders_of: Orders) -> None:
    taken = orders_of(FIRST | {"Lineitem discount": "5.00"}, NEXT)
    assert sum(amounts(taken)) == 90


def test_without_a_subtotal_the_discount_amount_is_spread(orders_of: Orders) -> None:
    assert amounts(orders_of(FIRST | {"Subtotal": ""}, NEXT)) == [54, 36]


def test_an_order_that_cost_nothing_has_nothing_to_spread(orders_of: Orders) -> None:
    free = {"Lineitem price": "0.00", "Subtotal": "0.00", "Discount Amount": "0"}
    assert amounts(orders_of(FIRST | free)) == [0]


def test_an_unreadable_line_does_not_change_the_others(orders_of: Orders) -> None:
    taken = orders_of(FIRST, NEXT | {"Lineitem quantity": "some"})

    assert amounts(taken) == [50]
    assert taken.set_aside["row_number"].to_list() == [3]


def test_an_unreadable_first_line_does_not_lose_the_order(orders_of: Orders) -> None:
    taken = orders_of(FIRST | {"Lineitem quantity": "some"}, NEXT)

    assert taken.entities["orders"]["order_id"].to_list() == ["#1001"]
    assert taken.entities["orders"]["row_number"].to_list() == [3]


def test_an_unreadable_time_sets_the_whole_order_aside(orders_of: Orders) -> None:
    taken = orders_of(FIRST | {"Created at": "in spring"}, NEXT, OTHER)

    assert taken.set_aside["row_number"].to_list() == [2, 3]
    assert taken.entities["orders"]["order_id"].to_list() == ["#1002"]


def test_another_currency_is_set_aside(orders_of: Orders) -> None:
    taken = orders_of(FIRST | {"Currency": "USD"}, NEXT)
    reason = (
        "no rate for USD on 2025-03-02: add a file of fx_rates that has it, and replay"
    )
    assert taken.set_aside["reason"].to_list() == [reason] * 2


def test_equal_lines_of_an_order_are_no_repeats(orders_of: Orders) -> None:
    lines = orders_of(FIRST, NEXT, NEXT).entities["order_lines"]
    assert lines["is_repeated"].to_list() == [False, False, False]


def test_an_order_exported_twice_in_a_file_is_a_repeat(orders_of: Orders) -> None:
    taken = orders_of(FIRST, NEXT, OTHER, FIRST, NEXT)
    lines = taken.entities["order_lines"]

    assert lines["is_repeated"].to_list() == [False, False, False, True, True]
    assert amounts(taken) == [54, 36, 60, 54, 36]
    assert taken.entities["orders"].height == 2


def test_a_refund_is_an_order_with_one_negative_line(orders_of: Orders) -> None:
    taken = orders_of(
        FIRST | {"Financial Status": "partially_refunded", "Refunded Amount": "25.00"},
        NEXT,
    )
    refund = taken.entities["orders"].row(1, named=True)
    line = taken.entities["order_lines"].filter(order_id="#1001-refund")

    assert taken.row_count == 2
    assert refund["order_id"] == "#1001-refund"
    assert refund["payment_status"] == "partially_refunded"
    assert refund["email"] == "ann@example.org"
    assert refund["ordered_date"] == date(2025, 3, 2)
    assert (refund["total_amount"], refund["shipping_amount"]) == (-25, None)
    assert line.select("product_id", "returned_order_id").row(0) == ("refund", "#1001")
    assert line["line_amount"].item() == Decimal("-25.00")
    assert line["is_repeated"].item() is False


def test_a_full_refund_takes_back_the_goods_and_no_shipping(orders_of: Orders) -> None:
    returned = {
        "Financial Status": "refunded",
        "Refunded Amount": "100.00",
        "Cancelled at": "2025-03-09 12:00:00 +0800",
    }
    taken = orders_of(FIRST | returned, NEXT)
    orders = taken.entities["orders"]

    assert sum(amounts(taken)) == 0
    assert orders["status"].to_list() == ["cancelled"] * 2
    assert orders["ordered_date"].to_list() == [date(2025, 3, 2), date(2025, 3, 9)]


def test_a_refund_of_an_order_without_a_subtotal_is_its_amount(
    orders_of: Orders,
) -> None:
    taken = orders_of(FIRST | {"Subtotal": "", "Refunded Amount": "25.00"})
    assert amounts(taken) == [50, -25]


def test_an_order_made_at_the_till_is_of_the_store(orders_of: Orders) -> None:
    at_till = FIRST | {"Source": "pos", "Location": "Main", "Fulfillment Status": ""}
    order = orders_of(at_till).entities["orders"].row(0, named=True)
    assert (order["channel"], order["store_id"], order["status"]) == (
        "store",
        "Main",
        "open",
    )


line_items = st.tuples(st.integers(1, 9), st.integers(0, 9999))
carts = st.tuples(st.lists(line_items, min_size=1, max_size=6), st.integers(0, 99))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(carts, min_size=1, max_size=6))
def test_lines_always_sum_to_the_subtotal(
    orders_of: Orders, shopped: list[tuple[list[tuple[int, int]], int]]
) -> None:
    rows, subtotals = [], []
    for number, (goods, percent) in enumerate(shopped):
        total = sum(quantity * cents for quantity, cents in goods)
        subtotals.append(Decimal(total * (100 - percent) // 100) / 100)
        told = [FIRST | {"Subtotal": str(subtotals[-1])}] + [NEXT] * (len(goods) - 1)
        rows += [
            row
            | {
                "Name": f"#{number}",
                "Lineitem quantity": str(quantity),
                "Lineitem price": str(Decimal(cents) / 100),
            }
            for row, (quantity, cents) in zip(told, goods, strict=True)
        ]
    lines = orders_of(*rows).entities["order_lines"]
    sums = lines.group_by("order_id", maintain_order=True).agg(
        pl.col("line_amount").sum()
    )

    assert sums["line_amount"].to_list() == subtotals
    exact = lines["quantity"] * lines["unit_price"] - lines["discount_amount"]
    assert (exact.cast(pl.Decimal(18, 2)) == lines["line_amount"]).all()
