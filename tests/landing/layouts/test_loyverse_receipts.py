from datetime import UTC, datetime
from decimal import Decimal

import pytest

from flows.landing.layouts.loyverse_receipts import KNOWN
from tests.landing.layouts.conftest import Orders, OrdersOf

SALE = {
    "Date": "2025-03-17 12:16",
    "Receipt number": "1-0003",
    "Receipt type": "Sale",
    "Gross sales": "160.00",
    "Discounts": "10.00",
    "Net sales": "150.00",
    "Taxes": "0.00",
    "Total collected": "150.00",
    "Store": "Harbour Cafe",
    "Customer name": "Cat Example",
    "Customer contacts": "+63 917 000 0001, cat@example.org",
    "Status": "Closed",
}
MONEY = ("gross_amount", "discount_amount", "tax_amount", "total_amount")


@pytest.fixture
def orders_of(exported: OrdersOf) -> Orders:
    return exported("loyverse_receipts", KNOWN)


def test_a_receipt_is_an_order_without_lines(orders_of: Orders) -> None:
    taken = orders_of(SALE)
    order = taken.entities["orders"].row(0, named=True)

    assert set(taken.entities) == {"orders"}
    assert taken.unknown_columns == ()
    assert (order["order_id"], order["store_id"]) == ("1-0003", "Harbour Cafe")
    assert order["ordered_at"] == datetime(2025, 3, 17, 4, 16, tzinfo=UTC)
    assert order["customer_name"] == "Cat Example"
    assert (order["status"], order["payment_status"]) == ("completed", "paid")
    assert tuple(order[name] for name in MONEY) == (160, 10, 0, 150)


@pytest.mark.parametrize(
    ("taxes", "collected", "expected"),
    [
        ("18.00", "168.00", (160, 10, 18, 168)),  # on top of the prices
        ("16.07", "150.00", (160, 10, 0, 150)),  # part of the prices
        ("18.00", "173.00", (160, 10, 18, 168)),  # with a tip
        ("18.00", "", (160, 10, 0, 150)),
    ],
)
def test_only_tax_on_top_of_the_prices_is_beside_the_goods(
    orders_of: Orders, taxes: str, collected: str, expected: tuple[int, ...]
) -> None:
    taken = orders_of(SALE | {"Taxes": taxes, "Total collected": collected})
    assert taken.entities["orders"].select(MONEY).row(0) == expected


@pytest.mark.parametrize("sign", ["-", ""])
def test_a_refund_is_an_order_below_zero(orders_of: Orders, sign: str) -> None:
    refund = SALE | {
        "Receipt number": "1-0006",
        "Receipt type": "Refund",
        "Gross sales": f"{sign}80.00",
        "Discounts": f"{sign}5.00",
        "Net sales": "-75.00",
        "Taxes": f"{sign}9.00",
        "Total collected": "-84.00",
    }
    orders = orders_of(SALE, refund).entities["orders"]
    assert orders.select("order_id", *MONEY).row(1) == ("1-0006", -80, -5, -9, -84)


def test_a_cancelled_receipt_was_never_paid(orders_of: Orders) -> None:
    refund = SALE | {"Receipt number": "2", "Receipt type": "Refund"}
    orders = orders_of(
        SALE | {"Status": "Cancelled"}, refund | {"Status": "Cancelled"}
    ).entities["orders"]
    states = orders.select("status", "payment_status").rows()
    assert states == [("cancelled", "voided")] * 2


@pytest.mark.parametrize(
    ("contacts", "phone", "email"),
    [
        ("+63 917 000 0001, cat@example.org", "+63 917 000 0001", "cat@example.org"),
        ("cat@example.org 09170000001", "09170000001", "cat@example.org"),
        ("cat.2025@example.org", None, "cat.2025@example.org"),
        ("(02) 8000-0001", "(02) 8000-0001", None),
        ("'+639170000001", "+639170000001", None),
        ("ask at the desk", None, None),
        ("", None, None),
    ],
)
def test_the_contacts_are_a_phone_an_e_mail_or_both(
    orders_of: Orders, contacts: str, phone: str | None, email: str | None
) -> None:
    orders = orders_of(SALE | {"Customer contacts": contacts}).entities["orders"]
    assert orders.select("phone", "email").row(0) == (phone, email)


@pytest.mark.parametrize(
    "text", ["8/17/26 12:16 PM", "8/17/26 12:16\u202fPM", "08/17/26 12:16 PM"]
)
def test_american_dates_are_read_without_being_told(
    orders_of: Orders, text: str
) -> None:
    orders = orders_of(SALE | {"Date": text}, timezone="UTC").entities["orders"]
    assert orders["ordered_at"].item() == datetime(2026, 8, 17, 12, 16, tzinfo=UTC)


def test_midnight_in_america_is_twelve_am(orders_of: Orders) -> None:
    orders = orders_of(SALE | {"Date": "1/2/25 12:05 AM"}, timezone="UTC")
    found = orders.entities["orders"]["ordered_at"].item()
    assert found == datetime(2025, 1, 2, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "17/8/26 12:16 PM",
        "8/17/26 12:16 pm",
        "8/17/26, 12:16 PM",
        "01/10/2026 23:50",
        "8/17/26",
    ],
)
def test_what_may_be_of_another_country_needs_a_format(
    orders_of: Orders, text: str
) -> None:
    taken = orders_of(SALE | {"Date": text})
    assert taken.set_aside["reason"].to_list() == [
        "ordered_at (Date) is not a date and time"
    ]


@pytest.mark.parametrize(
    ("text", "date_format"),
    [
        ("01/10/2026 23:50", "%d/%m/%Y %H:%M"),
        ("10/01/2026 23:50", "%m/%d/%Y %H:%M"),
        ("1/10/26 11:50 PM", "%d/%m/%y %I:%M %p"),
    ],
)
def test_the_sources_format_decides(
    orders_of: Orders, text: str, date_format: str
) -> None:
    orders = orders_of(
        SALE | {"Date": text}, date_format=date_format, timezone="UTC"
    ).entities["orders"]
    assert orders["ordered_at"].item() == datetime(2026, 10, 1, 23, 50, tzinfo=UTC)


def test_a_receipt_without_its_money_is_set_aside(orders_of: Orders) -> None:
    taken = orders_of(SALE | {"Net sales": "some"}, SALE | {"Net sales": ""})
    assert taken.set_aside["reason"].to_list() == [
        "total_amount (Net sales) is not a number",
        "total_amount (Net sales) is missing",
    ]


def test_what_can_be_missing_is_missing(orders_of: Orders) -> None:
    bare = SALE | {"Discounts": "", "Gross sales": "", "Taxes": "none"}
    order = orders_of(bare).entities["orders"].row(0, named=True)
    assert order["gross_amount"] == Decimal("150.00")
    assert order["discount_amount"] is None
