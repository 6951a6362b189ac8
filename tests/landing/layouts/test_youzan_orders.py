from decimal import Decimal
from pathlib import Path

import pytest

from flows.landing.layouts.china_headers import YOUZAN_ORDERS as KNOWN
from flows.landing.taking import Taken
from tests.landing.conftest import Export, Taking

FIXTURES = Path(__file__).parent / "fixtures" / "youzan_orders"


@pytest.fixture
def report(taking: Taking) -> Taken:
    return taking((FIXTURES / "orders.csv").read_bytes(), "youzan_orders")


def test_a_name_twice_in_the_header_is_read(report: Taken) -> None:
    assert len(KNOWN.split(",")) == 60
    assert report.unknown_columns == ()


def test_an_order_is_its_buyers_and_goes_to_its_receiver(report: Taken) -> None:
    order = report.entities["orders"].row(0, named=True)

    assert order["order_id"] == "E2025030100000001"
    assert (order["customer_name"], order["phone"]) == ("灯笼", "13800000001")
    assert order["recipient_name"] == "李灯笼"
    assert order["recipient_address"] == "上海上海市静安区灯笼路1号"
    assert order["customer_id"] is None


def test_its_money_is_goods_less_discount_and_postage(report: Taken) -> None:
    order = report.entities["orders"].row(0, named=True)
    amounts = ("gross", "discount", "shipping", "total")
    assert [float(order[f"{name}_amount"]) for name in amounts] == [90, 9, 10, 91]


def test_the_pieces_of_one_kind_are_a_line(report: Taken) -> None:
    lines = report.entities["order_lines"]
    columns = ("product_id", "quantity", "unit_price", "line_amount")

    assert lines.select(columns).row(0) == ("绿茶", 3, 30, Decimal("81.00"))
    assert "E2025030100000002" not in lines["order_id"]


def test_what_was_paid_back_is_an_order_below_zero(report: Taken) -> None:
    orders = report.entities["orders"]
    states = orders.select("order_id", "status", "payment_status").rows()

    assert [(number[16:], *rest) for number, *rest in states] == [
        ("1", "completed", "paid"),
        ("2", "open", "paid"),
        ("3", "open", "pending"),
        ("4", "cancelled", "refunded"),
        ("4-refund", "cancelled", "refunded"),
        ("5", "cancelled", "voided"),
        ("6", "completed", "partially_refunded"),
        ("6-refund", "completed", "partially_refunded"),
        ("8", "completed", "paid"),
    ]
    back = report.entities["order_lines"].filter(order_id="E2025030100000006-refund")
    assert back["line_amount"].item() == Decimal("-20.00")


def test_what_nobody_has_paid_yet_is_what_is_due(report: Taken) -> None:
    assert report.entities["orders"]["total_amount"][2] == Decimal("30.00")


def test_a_masked_phone_is_nobody(report: Taken) -> None:
    assert report.entities["orders"]["phone"][6] is None


def test_an_order_at_the_counter_is_of_the_store(report: Taken) -> None:
    assert report.entities["orders"]["channel"].to_list()[-2:] == ["web", "store"]


def test_an_order_without_money_is_set_aside(report: Taken) -> None:
    reason = "total_amount (订单实付金额, 应收订单金额) is not a number"
    assert report.set_aside["reason"].to_list() == [reason]


def test_a_short_export_is_read(taking: Taking, export: Export) -> None:
    header = "订单号,订单状态,全部商品名称,订单实付金额,买家付款时间"
    row = {
        "订单号": "E1",
        "订单状态": "已发货",
        "全部商品名称": "绿茶(2件)",
        "订单实付金额": "99.00",
        "买家付款时间": "2025-03-01 22:05:57",
    }
    taken = taking(export(header, row), "youzan_orders")
    assert taken.entities["orders"]["total_amount"].item() == Decimal("99.00")
    assert taken.entities["order_lines"].height == 0
