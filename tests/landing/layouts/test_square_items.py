from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from flows.errors import ContractError
from flows.landing.land import land_home
from flows.landing.layouts import LAYOUTS
from flows.landing.layouts.square_items import KNOWN
from flows.landing.ledger import read_ledger
from flows.landing.reading import Reading
from flows.night import Night
from flows.settings import Shop
from tests.landing.conftest import Export, Taking

OF_2026 = KNOWN
WITHOUT_EMPLOYEES = KNOWN.replace("Commission,Employee,", "")
OF_2017 = KNOWN[: KNOWN.index(",Unit,")]
SALE = {
    "Date": "2025-03-01",
    "Time": "18:30:00",
    "Time Zone": "Pacific Time (US & Canada)",
    "Item": "Tea",
    "Qty": "2.0",
    "Price Point Name": "Regular",
    "SKU": "T-1",
    "Gross Sales": "$1,010.00",
    "Discounts": "($10.00)",
    "Net Sales": "$1,000.00",
    "Tax": "$5.00",
    "Transaction ID": "T1",
    "Event Type": "Payment",
    "Location": "Main Street",
    "Customer ID": "C1",
    "Customer Name": "Ann Example",
    "Customer Reference ID": "M1",
}


def test_its_three_headers_are_read(taking: Taking, export: Export) -> None:
    for header, count in ((OF_2017, 24), (WITHOUT_EMPLOYEES, 33), (OF_2026, 35)):
        assert len(header.split(",")) == count
        taken = taking(export(header, SALE), "square_items")
        assert taken.entities["order_lines"].height == 1
        assert taken.unknown_columns == ()


def test_files_of_one_till_land_though_their_header_grew(
    night: Night, shop: Shop, drop: Callable[[str, bytes], Path]
) -> None:
    till = shop.sources[0].model_copy(update={"layout": "square_items", "entity": None})
    files = sorted((Path(__file__).parent / "fixtures" / "square_items").glob("*.csv"))
    for path in files:
        drop(f"till/{path.name}", path.read_bytes())
    land_home(night, shop.model_copy(update={"sources": (till,)}))
    entries = read_ledger(night.lake)

    assert [entry.state for entry in entries] == ["landed"] * 3
    assert all(entry.unknown_columns == () for entry in entries)


def test_a_sale_is_an_order_and_its_lines(taking: Taking, export: Export) -> None:
    taken = taking(export(OF_2026, SALE), "square_items")
    order = taken.entities["orders"].row(0, named=True)
    line = taken.entities["order_lines"].row(0, named=True)

    assert order["order_id"] == "T1"
    assert order["ordered_at"] == datetime(2025, 3, 2, 2, 30, tzinfo=UTC)
    assert (order["store_id"], order["channel"]) == ("Main Street", "store")
    assert (order["customer_id"], order["member_number"]) == ("C1", "M1")
    assert (order["status"], order["payment_status"]) == ("completed", "paid")
    assert order["gross_amount"] == Decimal("1010.00")
    assert order["discount_amount"] == Decimal("10.00")
    assert order["total_amount"] == Decimal("1005.00")
    assert line["product_id"] == "T-1"
    assert line["quantity"] == 2
    assert line["unit_price"] == 505
    assert line["discount_amount"] == Decimal("10.00")
    assert line["line_amount"] == Decimal("1000.00")
    assert line["returned_order_id"] is None


def test_an_unknown_timezone_is_the_sources(taking: Taking, export: Export) -> None:
    sale = SALE | {"Time Zone": "Middle Earth"}
    orders = taking(export(OF_2026, sale), "square_items", timezone="UTC").entities
    assert orders["orders"]["ordered_at"].dt.hour().item() == 18


@pytest.mark.parametrize("sign", ["-", ""])
def test_a_refund_is_an_order_of_its_own_below_zero(
    taking: Taking, export: Export, sign: str
) -> None:
    refund = SALE | {
        "Date": "2025-03-05",
        "Event Type": "Refund",
        "Qty": f"{sign}1.0",
        "Gross Sales": f"{sign}$505.00",
        "Discounts": "$5.00",
        "Net Sales": f"{sign}$500.00",
        "Tax": f"{sign}$2.00",
    }
    taken = taking(export(OF_2026, SALE, refund), "square_items")
    orders, lines = taken.entities["orders"], taken.entities["order_lines"]

    assert orders["order_id"].to_list() == ["T1", "T1-refund-2025-03-06"]
    line = lines.row(1, named=True)
    assert line["returned_order_id"] == "T1"
    assert (line["quantity"], line["unit_price"]) == (-1, 505)
    assert line["line_amount"] == Decimal("-500.00")
    assert line["discount_amount"] == Decimal("-5.00")
    assert orders["total_amount"].to_list() == [Decimal("1005.00"), Decimal("-502.00")]


def test_an_item_without_a_number_goes_by_its_name(
    taking: Taking, export: Export
) -> None:
    nameless = SALE | {"SKU": "", "Item": "", "Price Point Name": ""}
    rows = [SALE | {"SKU": ""}, SALE | {"SKU": "", "Price Point Name": ""}, nameless]
    taken = taking(export(OF_2026, *rows), "square_items")

    lines = taken.entities["order_lines"]
    assert lines["product_id"].to_list() == ["Tea|Regular", "Tea"]
    assert taken.set_aside["reason"].to_list() == ["product_id (SKU, Item) is missing"]
    assert taken.set_aside["amount"].to_list() == [Decimal("1000.00")]


def test_a_custom_amount_is_goods_of_that_name(taking: Taking, export: Export) -> None:
    nameless = SALE | {"SKU": "", "Item": "", "Price Point Name": ""}
    rows = [
        nameless | {"Item": "Custom Amount", "Itemization Type": "Custom Amount"},
        nameless | {"Itemization Type": "CUSTOM_AMOUNT"},
    ]
    taken = taking(export(OF_2026, *rows), "square_items")

    assert taken.entities["order_lines"]["product_id"].to_list() == [
        "Custom Amount",
        "Custom Amount",
    ]
    assert taken.entities["products"].height == 0


def test_a_gift_card_sold_is_a_fee_where_the_export_says_so(
    taking: Taking, export: Export
) -> None:
    card = SALE | {"SKU": "", "Item": "eGift Card", "Price Point Name": ""}
    rows = [SALE, card | {"Itemization Type": "Gift Card"}]
    taken = taking(export(OF_2026, *rows), "square_items")
    products = taken.entities["products"]

    assert products.select("product_id", "product_name", "is_fee").rows() == [
        ("eGift Card", "eGift Card", True)
    ]
    assert taken.entities["order_lines"].height == 2
    older = taking(export(OF_2017, SALE, card), "square_items")
    assert older.entities["products"].height == 0


def test_a_gift_card_that_cannot_land_is_no_product(
    taking: Taking, export: Export
) -> None:
    card = SALE | {"Qty": "one", "Itemization Type": "Gift Card"}
    taken = taking(export(OF_2026, card), "square_items")

    assert taken.set_aside["reason"].to_list() == ["quantity (Qty) is not a number"]
    assert all(not rows.height for rows in taken.entities.values())


def test_an_online_sale_is_of_the_web(taking: Taking, export: Export) -> None:
    rows = [
        SALE | {"Transaction ID": channel, "Channel": channel}
        for channel in ("Main Street", "Square Online")
    ]
    orders = taking(export(OF_2026, *rows), "square_items").entities["orders"]
    assert orders["channel"].to_list() == ["store", "web"]


def test_what_is_set_aside_is_no_part_of_the_orders_sum(
    taking: Taking, export: Export
) -> None:
    taken = taking(export(OF_2026, SALE, SALE | {"Qty": "many"}), "square_items")
    assert taken.entities["orders"]["total_amount"].to_list() == [Decimal("1005.00")]


def test_a_day_that_does_not_exist_is_set_aside(taking: Taking, export: Export) -> None:
    rows = [SALE | {"Date": "2025-02-30"}, SALE | {"Date": ""}]
    taken = taking(export(OF_2026, *rows), "square_items")
    assert taken.set_aside["reason"].to_list() == [
        "ordered_at (Date, Time) is not a date and time",
        "ordered_at (Date, Time) is missing",
    ]


def test_an_amount_that_is_not_given_is_worked_out(
    taking: Taking, export: Export
) -> None:
    free = SALE | {"Qty": "0", "Gross Sales": "", "Net Sales": "free", "Tax": ""}
    line = taking(export(OF_2026, free), "square_items").entities["order_lines"]

    assert line["unit_price"].item() is None
    assert line["line_amount"].item() is None
    assert line["unreadable"].item() == '{"line_amount":"free"}'


def test_another_export_of_square_is_refused(taking: Taking, export: Export) -> None:
    with pytest.raises(ContractError, match="has no column 'Item'"):
        taking(export("Date,Time,Net Sales,Transaction ID"), "square_items")


def test_it_takes_no_column_map(reading: Callable[..., Reading]) -> None:
    layout = LAYOUTS["square_items"]

    assert layout.check(reading("square_items").source) is None
    mapped = reading("square_items", columns={"order_id": "X"}).source
    assert str(layout.check(mapped)).startswith("sources.web.columns is set, but")
