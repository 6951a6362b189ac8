from decimal import Decimal
from pathlib import Path

import pytest

from flows.landing.taking import Taken
from tests.landing.conftest import Taking

FIXTURES = Path(__file__).parent / "fixtures" / "tmall_orders"
HEADER = "订单编号,总金额,订单状态,收货地址 ,订单创建时间,商品标题\n"


@pytest.fixture
def report(taking: Taking) -> Taken:
    return taking((FIXTURES / "report.csv").read_bytes(), "tmall_orders")


def of_one(taking: Taking, address: str) -> dict[str, object]:
    row = f'1,30.00,交易成功,"{address}",2025-03-01 10:00:00,绿茶\n'
    return taking(HEADER + row, "tmall_orders").entities["orders"].row(0, named=True)


def test_one_cell_holds_name_phone_and_place(report: Taken) -> None:
    order = report.entities["orders"].row(0, named=True)

    assert order["order_id"] == "602340000000000001"
    assert (order["customer_name"], order["phone"]) == ("李灯笼", "13800000001")
    assert order["recipient_address"] == "上海 上海市 静安区 灯笼路1号"
    assert order["total_amount"] == Decimal("90.00")
    assert order["currency"] == "CNY"


def test_an_address_in_another_form_stays_whole(taking: Taking) -> None:
    order = of_one(taking, "上海市静安区灯笼路1号")
    assert (order["recipient_name"], order["phone"]) == (None, None)
    assert order["recipient_address"] == "上海市静安区灯笼路1号"


def test_a_place_may_have_a_comma_of_its_own(taking: Taking) -> None:
    order = of_one(taking, "李灯笼，13800000001，上海 灯笼路1号，东门 ")
    assert (order["recipient_name"], order["phone"]) == ("李灯笼", "13800000001")
    assert order["recipient_address"] == "上海 灯笼路1号，东门"


def test_who_is_masked_is_nobody(report: Taken) -> None:
    order = report.entities["orders"].row(4, named=True)
    assert [order[name] for name in ("customer_name", "phone")] == [None, None]


def test_a_report_without_payments_tells_only_the_state(report: Taken) -> None:
    states = report.entities["orders"].select("status", "payment_status").rows()
    assert states[:4] == [
        ("completed", "paid"),
        ("open", "paid"),
        ("open", "pending"),
        ("cancelled", "voided"),
    ]
    reason = "total_amount (总金额) is not a number"
    assert report.set_aside["reason"].to_list() == [reason]


def test_one_kind_of_goods_is_a_line(report: Taken) -> None:
    lines = report.entities["order_lines"]

    assert "602340000000000002" not in lines["order_id"]
    assert lines.select("product_id", "quantity", "line_amount").row(0) == (
        "绿茶礼盒",
        1,
        Decimal("90.00"),
    )


def test_a_workbook_with_payments_and_pieces_tells_more(taking: Taking) -> None:
    content = (FIXTURES / "report.xlsx").read_bytes()
    taken = taking(content, "tmall_orders", name="report.xlsx")
    orders, lines = taken.entities["orders"], taken.entities["order_lines"]

    assert taken.unknown_columns == ()
    assert orders["customer_id"].unique().to_list() == ["lantern_li"]
    assert lines.select("quantity", "unit_price").row(0) == (3, 30)
    refund = orders.filter(order_id="602340000000000004-refund")
    assert refund["total_amount"].item() == Decimal("-30.00")
    assert lines.filter(order_id="602340000000000004-refund").height == 1
