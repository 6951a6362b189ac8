from decimal import Decimal
from pathlib import Path

import pytest

from flows.landing.layouts.china_headers import JD_ORDERS as KNOWN
from flows.landing.taking import Taken
from tests.landing.conftest import Export, Taking

FIXTURES = Path(__file__).parent / "fixtures" / "jd_orders"
ROW = {
    "订单号": "1",
    "商品ID": "1001",
    "订购数量": "1",
    "下单时间": "2025-03-01 10:00:00",
    "京东价": "30.00",
    "结算金额": "30.00",
    "订单状态": "完成",
}


@pytest.fixture
def report(taking: Taking) -> Taken:
    return taking((FIXTURES / "orders.csv").read_bytes(), "jd_orders")


def test_an_orders_money_counts_once(report: Taken) -> None:
    order = report.entities["orders"].row(0, named=True)
    lines = report.entities["order_lines"].filter(order_id="300000000001")

    assert report.unknown_columns == ()
    assert order["gross_amount"] == Decimal("100.00")
    assert order["discount_amount"] == Decimal("10.00")
    assert order["total_amount"] == Decimal("96.00")
    assert lines["line_amount"].to_list() == [Decimal("54.00"), Decimal("36.00")]
    assert lines["discount_amount"].to_list() == [Decimal("6.00"), Decimal("4.00")]


def test_an_account_is_a_customer_and_a_masked_phone_is_nobody(report: Taken) -> None:
    orders = report.entities["orders"]
    assert orders["phone"].null_count() == orders.height
    assert orders["customer_id"][0] == "jd_lantern"
    last = orders.row(-1, named=True)
    assert (last["customer_id"], last["customer_name"]) == (None, None)


@pytest.mark.parametrize(
    ("word", "paid_at", "method", "states"),
    [
        ("完成", "", "货到付款", ("completed", "paid")),
        ("等待确认收货", "", "货到付款", ("open", "pending")),
        ("等待确认收货", "2025-03-01 10:01:00", "货到付款", ("open", "paid")),
        ("(锁定)等待出库", "2025-03-01 10:01:00", "", ("open", "paid")),
        ("(删除)等待出库", "2025-03-01 10:01:00", "", ("cancelled", "refunded")),
        ("(删除)等待出库", "", "货到付款", ("cancelled", "voided")),
        ("(删除)等待付款", "", "在线支付", ("cancelled", "voided")),
        ("已取消", "", "在线支付", ("cancelled", "voided")),
        ("已取消", "2025-03-01 10:01:00", "", ("cancelled", "refunded")),
        ("等待付款确认", "", "", ("open", "pending")),
    ],
)
def test_its_words_tell_state_and_payment(
    taking: Taking,
    export: Export,
    word: str,
    paid_at: str,
    method: str,
    states: tuple[str, str],
) -> None:
    row = ROW | {"订单状态": word, "付款确认时间": paid_at, "支付方式": method}
    orders = taking(export(KNOWN, row), "jd_orders").entities["orders"]

    assert orders.select("status", "payment_status").row(0) == states
    assert orders.height == (2 if states[1] == "refunded" else 1)


def test_a_paid_order_that_was_deleted_comes_back(report: Taken) -> None:
    line = report.entities["order_lines"].filter(order_id="300000000002-refund")
    assert line["line_amount"].item() == Decimal("-30.00")
    assert line["returned_order_id"].item() == "300000000002"


def test_a_row_that_cannot_be_read_is_set_aside(report: Taken) -> None:
    reason = "quantity (订购数量) is not a number"
    assert report.set_aside["reason"].to_list() == [reason]


def test_receivables_still_being_worked_out_are_numbers(taking: Taking) -> None:
    content = (FIXTURES / "receivable.csv").read_bytes()
    taken = taking(content, "jd_orders")
    lines = taken.entities["order_lines"]

    assert taken.entities["orders"]["total_amount"].to_list() == [Decimal("499.00")]
    assert lines["line_amount"].to_list() == [Decimal("332.67"), Decimal("166.33")]
    reason = (
        "total_amount (结算金额, 商家应收, 应付金额, 订单金额) "
        "is missing or not a number"
    )
    assert taken.set_aside["reason"].to_list() == [reason]


def test_what_was_and_is_to_be_paid_is_the_order(
    taking: Taking, export: Export
) -> None:
    paid = {"结算金额": "", "余额支付": "6.00", "应付金额": "30.00", "运费金额": "6.00"}
    taken = taking(export(KNOWN, ROW | paid), "jd_orders")
    assert taken.entities["orders"]["total_amount"].item() == Decimal("36.00")
    assert taken.entities["order_lines"]["line_amount"].item() == Decimal("30.00")


def test_an_order_exported_twice_in_a_file_is_a_repeat(
    taking: Taking, export: Export
) -> None:
    lines = taking(export(KNOWN, ROW, ROW), "jd_orders").entities["order_lines"]
    assert lines["is_repeated"].to_list() == [False, True]
    assert lines["line_amount"].to_list() == [Decimal("30.00")] * 2
