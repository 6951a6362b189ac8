"""Who rang an order up, as each export that knows it says so."""

from pathlib import Path

import pytest

from flows.landing.layouts import LAYOUTS
from flows.landing.layouts.square_transactions import KNOWN as TRANSACTIONS
from flows.landing.taking import Taken
from tests.landing.conftest import Export, Taking

FIXTURES = Path(__file__).parent / "fixtures"
PAYMENT = {
    "Date": "2025-03-01",
    "Time": "18:30:00",
    "Net Sales": "$90.00",
    "Total Collected": "$90.00",
    "Transaction ID": "T1",
}
YOUZAN = {
    "订单号": "E2025030100000001",
    "订单状态": "交易完成",
    "订单创建时间": "2025-03-01 10:00:00",
    "买家付款时间": "2025-03-01 10:01:00",
    "订单实付金额": "91.00",
}


def cashiers(taken: Taken) -> dict[str, str | None]:
    return dict(taken.entities["orders"].select("order_id", "cashier").rows())


@pytest.mark.parametrize(
    ("file", "order_id", "cashier"),
    [
        ("square_items/2026_35_columns.csv", "TX001", "Bo Example"),
        ("square_items/2026_33_columns.csv", "TX001", None),
        ("loyverse_receipts/american.csv", "1-0003", "Owner"),
        ("loyverse_receipts_by_item/american.csv", "1-0003", "Owner"),
        ("shopify_orders/with_point_of_sale.csv", "#1005", "Bo Example"),
        ("shopify_orders/with_point_of_sale.csv", "#1001", None),
    ],
)
def test_an_export_says_who_rang_it_up(
    taking: Taking, file: str, order_id: str, cashier: str | None
) -> None:
    path = FIXTURES / file
    taken = taking(path.read_bytes(), path.parent.name, name=path.name)
    assert cashiers(taken)[order_id] == cashier


def test_a_refund_of_items_is_of_who_gave_the_money_back(taking: Taking) -> None:
    path = FIXTURES / "square_items" / "2026_35_columns.csv"
    text = path.read_text("utf-8").replace(
        "Refund,Main Street,,CUSTANN01,Ann Example,M-1,,1,,Physical Good,$0.00,Bo",
        "Refund,Main Street,,CUSTANN01,Ann Example,M-1,,1,,Physical Good,$0.00,Cy",
    )
    found = cashiers(taking(text, "square_items", name=path.name))
    assert (found["TX001"], found["TX001-refund-2025-03-05"]) == (
        "Bo Example",
        "Cy Example",
    )


def test_a_payment_is_of_its_staff(taking: Taking, export: Export) -> None:
    text = export(TRANSACTIONS, PAYMENT | {"Staff Name": "Bo Example"})
    assert cashiers(taking(text, "square_transactions")) == {"T1": "Bo Example"}


@pytest.mark.parametrize(
    ("told", "cashier"),
    [
        ({"收银员": "小王", "销售导购": "小李"}, "小王"),
        ({"收银员": "", "销售导购": "小李"}, "小李"),
        ({"收银员": "", "销售导购": ""}, None),
    ],
)
def test_without_a_cashier_youzan_names_the_shop_assistant(
    taking: Taking, export: Export, told: dict[str, str], cashier: str | None
) -> None:
    row = YOUZAN | told
    assert cashiers(taking(export(",".join(row), row), "youzan_orders")) == {
        row["订单号"]: cashier
    }


def test_a_generic_table_maps_it_or_has_it_by_name(taking: Taking) -> None:
    text = "order_id,ordered_at,total_amount,{}\n1,2025-03-01 20:00,9,Bo\n"
    named = taking(text.format("cashier"), entity="orders")
    mapped = taking(
        text.format("Served by"),
        entity="orders",
        columns={
            "order_id": "order_id",
            "ordered_at": "ordered_at",
            "total_amount": "total_amount",
            "cashier": "Served by",
        },
    )
    assert cashiers(named) == cashiers(mapped) == {"1": "Bo"}


def test_every_layout_of_orders_has_the_column() -> None:
    lacking = {
        name
        for name, layout in LAYOUTS.items()
        if "cashier" not in layout.contracts["orders"].names
    }
    assert lacking == set()
