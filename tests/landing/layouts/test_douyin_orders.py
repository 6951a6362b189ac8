from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from flows.landing.taking import Taken
from tests.landing.conftest import Taking

FIXTURES = Path(__file__).parent / "fixtures" / "douyin_orders"
NUMBER = "6917000000000000"


@pytest.fixture
def report(taking: Taking) -> Taken:
    return taking((FIXTURES / "orders.csv").read_bytes(), "douyin_orders")


def test_a_sub_order_is_a_line_of_its_main_order(report: Taken) -> None:
    order = report.entities["orders"].row(0, named=True)
    lines = report.entities["order_lines"].filter(order_id=f"{NUMBER}001")

    assert report.unknown_columns == ()
    assert order["order_id"] == f"{NUMBER}001"
    assert order["ordered_at"] == datetime(2025, 2, 28, 16, 54, 10, tzinfo=UTC)
    assert order["gross_amount"] == Decimal("60.00")
    assert order["discount_amount"] == Decimal("10.00")
    assert order["total_amount"] == Decimal("50.00")
    assert lines["product_id"].to_list() == ["T-1", "G-1"]
    assert lines["unit_price"].to_list() == [30, 0]


def test_encrypted_receivers_are_nobody(report: Taken) -> None:
    orders = report.entities["orders"]
    for name in ("customer_id", "customer_name", "phone", "recipient_address"):
        assert orders[name].null_count() == orders.height


def test_postage_is_no_part_of_a_line(report: Taken) -> None:
    order = report.entities["orders"].row(1, named=True)
    line = report.entities["order_lines"].row(2, named=True)

    assert line["line_amount"] == Decimal("30.00")
    assert order["shipping_amount"] == Decimal("6.00")
    assert order["total_amount"] == Decimal("76.00")


def test_a_sub_order_that_came_back_is_a_line_below_zero(report: Taken) -> None:
    back = report.entities["order_lines"].filter(order_id=f"{NUMBER}002-refund")
    refund = report.entities["orders"].filter(order_id=f"{NUMBER}002-refund")

    assert back["product_id"].to_list() == ["茶杯|白"]
    assert back["line_amount"].item() == Decimal("-40.00")
    assert back["returned_order_id"].item() == f"{NUMBER}002"
    assert refund["total_amount"].item() == Decimal("-40.00")
    assert refund["payment_status"].item() == "partially_refunded"


def test_an_orders_state_is_that_of_all_its_rows(report: Taken) -> None:
    states = report.entities["orders"].select("order_id", "status", "payment_status")
    assert [(number[16:], *rest) for number, *rest in states.rows()] == [
        ("001", "completed", "paid"),
        ("002", "completed", "partially_refunded"),
        ("002-refund", "completed", "partially_refunded"),
        ("003", "cancelled", "voided"),
        ("004", "cancelled", "refunded"),
        ("004-refund", "cancelled", "refunded"),
        ("005", "open", "pending"),
        ("007", "open", "paid"),
    ]


def test_a_row_that_cannot_be_read_is_set_aside(report: Taken) -> None:
    reason = "quantity (商品数量) is not a number"
    assert report.set_aside["reason"].to_list() == [reason]


def test_a_closed_order_with_a_payment_comes_back(taking: Taking) -> None:
    content = (FIXTURES / "with_payment.csv").read_bytes()
    taken = taking(content, "douyin_orders")
    lines = taken.entities["order_lines"]

    assert taken.unknown_columns == ()
    assert lines["order_id"].to_list() == [
        f"{NUMBER}003",
        f"{NUMBER}003-refund",
        f"{NUMBER}008",
    ]
    assert lines["product_id"].to_list() == ["C-1", "C-1", "3500"]


def test_a_row_twice_in_a_file_counts_once(taking: Taking) -> None:
    header = (
        "主订单编号,选购商品,商品数量,订单应付金额,订单提交时间,订单状态,售后状态\n"
    )
    row = "1,茶杯,1,40.00,2025-03-01 00:54:10,已完成,退款成功\n"
    taken = taking(header + row + row, "douyin_orders")

    orders, lines = taken.entities["orders"], taken.entities["order_lines"]
    assert orders["total_amount"].to_list() == [40, -40]
    assert lines["is_repeated"].to_list() == [False, False, True, True]


def test_an_order_is_open_as_long_as_one_of_its_rows_is(taking: Taking) -> None:
    header = "主订单编号,选购商品,商品数量,订单应付金额,订单提交时间,订单状态\n"
    rows = [
        f"1,{name},1,40.00,2025-03-01 00:54:10,{state}\n"
        for name, state in (("绿茶", "已完成"), ("茶杯", "已发货"), ("茶盘", "已关闭"))
    ]
    orders = taking(header + "".join(rows), "douyin_orders").entities["orders"]
    assert orders.select("status", "payment_status").rows() == [("open", "paid")]
