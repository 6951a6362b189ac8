from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from flows.errors import ContractError
from flows.landing.columns import RATE
from flows.landing.layouts.china_headers import TAOBAO_DETAILS as DETAILS
from flows.landing.layouts.china_headers import TAOBAO_LIST as LIST
from flows.landing.reading import Reading
from flows.landing.taking import Taken
from tests.landing.conftest import Export, Taking, take

FIXTURES = Path(__file__).parent / "fixtures" / "taobao_orders"
ORDER = {
    "订单编号": '="502340000000000001"',
    "总金额": "30.00",
    "订单状态": "交易成功",
    "订单创建时间": "2025-03-01 23:30:00",
}
CUT_SHORT = (
    "the order number was stored as a power of ten by a spreadsheet and has lost its "
    "last figures: put the file there as it was exported"
)


@pytest.fixture
def orders(taking: Taking) -> Taken:
    return taking((FIXTURES / "ExportOrderList.csv").read_bytes(), "taobao_orders")


@pytest.fixture
def details(taking: Taking) -> Taken:
    content = (FIXTURES / "ExportOrderDetailList.csv").read_bytes()
    return taking(content, "taobao_orders")


def last_figures(rows: pl.DataFrame) -> list[str]:
    return rows["order_id"].str.replace("50234000000000000", "").to_list()


def test_the_fixtures_are_no_utf_8() -> None:
    for path in FIXTURES.glob("*.csv"):
        with pytest.raises(UnicodeDecodeError):
            path.read_bytes().decode("utf-8")


def test_the_list_has_orders(orders: Taken) -> None:
    order = orders.entities["orders"].row(0, named=True)

    assert order["order_id"] == "502340000000000001"
    assert (order["customer_id"], order["customer_name"]) == ("lantern_li", "李灯笼")
    assert order["phone"] == "13800000001"
    assert order["ordered_at"] == datetime(2025, 3, 1, 15, 30, tzinfo=UTC)
    assert (order["status"], order["payment_status"]) == ("completed", "paid")
    assert order["gross_amount"] == Decimal("90.00")
    assert order["shipping_amount"] == Decimal("10.00")
    assert order["total_amount"] == Decimal("100.00")
    assert (order["currency"], order["store_id"]) == ("CNY", "灯笼文具")


def test_a_closed_order_that_was_paid_is_paid_back(orders: Taken) -> None:
    states = orders.entities["orders"].select("status", "payment_status").rows()
    line = orders.entities["order_lines"].row(0, named=True)

    assert last_figures(orders.entities["orders"]) == [
        *["1", "2", "3", "4", "5", "5-refund", "8"]
    ]
    assert states == [
        ("completed", "paid"),
        ("open", "paid"),
        ("open", "pending"),
        ("cancelled", "voided"),
        ("cancelled", "refunded"),
        ("cancelled", "refunded"),
        ("open", "paid"),
    ]
    assert line["returned_order_id"] == "502340000000000005"
    assert line["line_amount"] == Decimal("-60.00")


def test_what_taobao_hides_names_nobody(orders: Taken) -> None:
    rows = orders.entities["orders"]
    assert rows["customer_id"][1] is None
    assert rows.row(4, named=True)["phone"] is None
    assert rows.row(4, named=True)["customer_name"] is None


def test_a_later_address_and_a_landline_count(orders: Taken) -> None:
    last = orders.entities["orders"].row(-1, named=True)
    assert last["phone"] == "0571-88000000"
    assert last["recipient_address"] == "浙江省 杭州市 西湖区 灯笼路2号"


def test_a_number_that_was_cut_short_is_set_aside(
    orders: Taken, details: Taken
) -> None:
    assert orders.set_aside["reason"].to_list() == [
        CUT_SHORT,
        "ordered_at (订单创建时间) is not a date and time",
    ]
    assert details.set_aside["reason"].to_list() == [
        "quantity (购买数量) is not a number",
        CUT_SHORT,
    ]


def test_every_tail_of_the_header_is_known(taking: Taking) -> None:
    for path in sorted(FIXTURES.glob("ExportOrderList_*.csv")):
        taken = taking(path.read_bytes(), "taobao_orders")
        assert taken.unknown_columns == ()
        assert last_figures(taken.entities["orders"]) == ["1", "2", "3"]
        assert taken.entities["orders"]["recipient_address"].null_count() == 0
        assert taken.entities["orders"]["payment_status"][0] == "paid"


def test_the_details_have_lines(details: Taken) -> None:
    assert "orders" not in details.entities
    line = details.entities["order_lines"].row(0, named=True)
    assert (line["order_id"], line["product_id"]) == ("502340000000000001", "T-1")
    assert (line["product_name"], line["variant"]) == ("绿茶", "净含量:100g")
    assert (line["quantity"], line["unit_price"]) == (2, 30)
    assert line["line_amount"] == Decimal("60.00")


def test_goods_without_a_number_go_by_their_title(details: Taken) -> None:
    assert details.entities["order_lines"]["product_id"][1] == "茶杯"


def test_closed_goods_of_an_order_that_went_on_are_paid_back(details: Taken) -> None:
    lines = details.entities["order_lines"]
    back = lines.filter(pl.col("returned_order_id").is_not_null())

    assert back.select("order_id", "product_id", "quantity").rows() == [
        ("502340000000000001", "P-9", -1)
    ]
    assert lines.filter(order_id="502340000000000001")["line_amount"].sum() == 100
    assert lines.filter(order_id="502340000000000005")["line_amount"].sum() == 60


def test_properties_are_the_variant(taking: Taking) -> None:
    content = (FIXTURES / "ExportOrderDetailList_properties.csv").read_bytes()
    taken = taking(content, "taobao_orders")
    assert taken.unknown_columns == ()
    assert taken.entities["order_lines"]["variant"][0] == "净含量:100g"


def test_what_was_paid_for_goods_is_their_amount(
    taking: Taking, export: Export
) -> None:
    newer = DETAILS.replace("订单编号", "子订单编号,主订单编号") + ",买家实际支付金额"
    row = {
        "子订单编号": "2",
        "主订单编号": '="1"',
        "标题": "绿茶",
        "价格": "30.00",
        "购买数量": "2",
        "买家实际支付金额": "54.00",
    }
    line = taking(export(newer, row), "taobao_orders").entities["order_lines"]
    assert line.select("order_id", "line_amount").row(0) == ("1", Decimal("54.00"))


def test_its_clock_stands_in_shanghai_wherever_the_shop_is(
    taking: Taking, export: Export
) -> None:
    text = export(LIST, ORDER)
    taken = taking(text, "taobao_orders", timezone="America/New_York")
    assert taken.entities["orders"]["ordered_at"].dt.hour().item() == 15


def test_the_money_of_a_shop_abroad_is_converted(
    reading: Callable[..., Reading], tmp_path: Path
) -> None:
    path = tmp_path / "ExportOrderList.csv"
    path.write_bytes((FIXTURES / path.name).read_bytes())
    rates = pl.DataFrame(
        {"_currency": ["CNY"], "_day": [date(2025, 3, 1)], "_rate": ["0.125"]}
    ).with_columns(pl.col("_rate").cast(RATE))
    abroad = replace(reading("taobao_orders"), shop_currency="EUR", rates=rates)
    taken = take(path, abroad)
    orders = taken.entities["orders"]

    assert orders["currency"].unique().to_list() == ["EUR"]
    assert orders["total_amount"][0] == Decimal("12.50")
    assert orders["original_currency"].unique().to_list() == ["CNY"]
    assert taken.entities["order_lines"]["line_amount"].to_list() == [Decimal("-7.50")]


def test_the_same_order_twice_in_a_file_is_one(taking: Taking, export: Export) -> None:
    closed = ORDER | {"订单状态": "交易关闭", "订单付款时间": "2025-03-01 23:31:00"}
    taken = taking(export(LIST, closed, closed), "taobao_orders")

    assert taken.entities["orders"].height == 2
    assert taken.entities["order_lines"].height == 1
    assert taken.entities["orders"]["ordered_date"].to_list() == [date(2025, 3, 1)] * 2


def test_another_export_is_refused(taking: Taking) -> None:
    with pytest.raises(ContractError, match="has no column '标题'"):
        taking("订单编号,价格\n1,2\n", "taobao_orders")
