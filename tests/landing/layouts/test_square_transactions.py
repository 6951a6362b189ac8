from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import ContractError
from flows.landing.layouts import square_items
from flows.landing.layouts.square_transactions import KNOWN
from flows.landing.taking import Taken
from tests.landing.conftest import Export, Taking
from tests.landing.layouts.conftest import Orders, OrdersOf, first_states

LATER = (
    "Third Party Fees,Deposit ID,Deposit Date,Deposit Details,Fee Percentage Rate,"
    "Fee Fixed Rate,Refund Reason,Discount Name,Transaction Status,Cash App,"
    "Order Reference ID,Fulfillment Note,Free Processing Applied,Channel,"
    "Unattributed Tips,Table Info,International Fee"
)
OF_2017 = (
    KNOWN.replace(f",{LATER}", "")
    .replace("Service Charges,", "")
    .replace("Tender Note", "Other Tender Note")
)
SALE = {
    "Date": "2025-03-01",
    "Time": "18:30:00",
    "Time Zone": "Pacific Time (US & Canada)",
    "Gross Sales": "$100.00",
    "Discounts": "-$10.00",
    "Net Sales": "$90.00",
    "Gift Card Sales": "$25.00",
    "Tax": "$9.00",
    "Tip": "$5.00",
    "Partial Refunds": "$0.00",
    "Total Collected": "$129.00",
    "Transaction ID": "T1",
    "Payment ID": "P1",
    "Event Type": "Payment",
    "Location": "Main Street",
    "Customer ID": "C1",
    "Customer Name": "Ann Example",
    "Customer Reference ID": "M1",
}
REFUND = SALE | {
    "Date": "2025-03-05",
    "Event Type": "Refund",
    "Payment ID": "P2",
    "Gross Sales": "-$50.00",
    "Discounts": "$5.00",
    "Net Sales": "-$45.00",
    "Tax": "-$4.50",
    "Total Collected": "-$49.50",
}


@pytest.fixture
def orders_of(exported: OrdersOf) -> Orders:
    return exported("square_transactions", KNOWN)


def money(taken: Taken) -> list[tuple[Decimal, ...]]:
    names = ("gross_amount", "discount_amount", "tax_amount", "total_amount")
    return taken.entities["orders"].select(names).rows()


def test_both_its_headers_are_read(taking: Taking, export: Export) -> None:
    for header, count in ((OF_2017, 37), (KNOWN, 55)):
        assert len(header.split(",")) == count
        taken = taking(export(header, SALE), "square_transactions")
        assert taken.entities["orders"].height == 1
        assert taken.unknown_columns == ()


def test_a_sale_is_an_order_without_lines(orders_of: Orders) -> None:
    taken = orders_of(SALE)
    order = taken.entities["orders"].row(0, named=True)

    assert set(taken.entities) == {"orders"}
    assert order["order_id"] == "T1"
    assert order["ordered_at"] == datetime(2025, 3, 2, 2, 30, tzinfo=UTC)
    assert (order["customer_id"], order["member_number"]) == ("C1", "M1")
    assert (order["store_id"], order["channel"]) == ("Main Street", "store")
    assert (order["status"], order["payment_status"]) == ("completed", "paid")


def test_tips_and_gift_cards_are_no_goods(orders_of: Orders) -> None:
    assert money(orders_of(SALE)) == [(100, 10, 9, 99)]


def test_service_charges_are_part_of_net_sales(orders_of: Orders) -> None:
    charged = SALE | {"Service Charges": "$8.00", "Net Sales": "$98.00"}
    assert money(orders_of(charged)) == [(108, 10, 9, 107)]


def test_a_refund_is_an_order_of_its_own_on_its_day(orders_of: Orders) -> None:
    taken = orders_of(SALE, REFUND)
    ids = taken.entities["orders"]["order_id"].to_list()

    assert ids == ["T1", "T1-refund-2025-03-06"]
    assert money(taken)[1] == (-50, -5, Decimal("-4.50"), Decimal("-49.50"))


def test_a_refund_without_signs_is_below_zero_too(orders_of: Orders) -> None:
    bare = {name: text.lstrip("-") for name, text in REFUND.items()}
    assert money(orders_of(bare)) == money(orders_of(REFUND))


def test_a_refund_of_an_amount_stands_beside_net_sales(orders_of: Orders) -> None:
    none = dict.fromkeys(("Gross Sales", "Discounts", "Net Sales", "Tax"), "$0.00")
    assert money(orders_of(REFUND | none | {"Partial Refunds": "-$7.00"})) == [
        (-7, 0, 0, -7)
    ]


def test_payments_of_one_transaction_add_up_and_repeats_do_not(
    orders_of: Orders,
) -> None:
    other = SALE | {"Payment ID": "P9"}
    assert money(orders_of(SALE, SALE, other)) == [(200, 20, 18, 198)]


def test_what_is_set_aside_is_no_part_of_the_sum(orders_of: Orders) -> None:
    taken = orders_of(SALE, SALE | {"Net Sales": "free"}, SALE | {"Date": ""})

    assert money(taken) == [(100, 10, 9, 99)]
    assert taken.set_aside["reason"].to_list() == [
        "total_amount (Net Sales) is not a number",
        "ordered_at (Date, Time) is missing",
    ]


@pytest.mark.parametrize(
    ("word", "states"),
    [
        ("", ("completed", "paid")),
        ("Complete", ("completed", "paid")),
        ("Pending", ("open", "pending")),
        ("Failed", ("cancelled", "voided")),
        ("Puzzling", ("puzzling", None)),
    ],
)
def test_the_status_says_whether_it_was_paid(
    orders_of: Orders, word: str, states: tuple[str, str]
) -> None:
    assert first_states(orders_of(SALE | {"Transaction Status": word})) == states


def test_an_online_sale_is_of_the_web(orders_of: Orders) -> None:
    rows = [
        SALE | {"Transaction ID": source, "Source": source}
        for source in ("Point of Sale", "Square Online", "eCommerce Integrations")
    ]
    channels = orders_of(*rows).entities["orders"]["channel"].to_list()
    assert channels == ["store", "web", "web"]


def test_american_dates_are_read_by_the_sources_format(
    taking: Taking, export: Export
) -> None:
    text = export(KNOWN, SALE | {"Date": "3/1/2025", "Time": "6:30:00 PM"})
    how = "%m/%d/%Y %I:%M:%S %p"
    orders = taking(text, "square_transactions", date_format=how).entities["orders"]
    assert orders["ordered_at"].item() == datetime(2025, 3, 2, 2, 30, tzinfo=UTC)


def test_the_items_export_is_refused(taking: Taking, export: Export) -> None:
    with pytest.raises(ContractError, match="has no column 'Total Collected'"):
        taking(export(square_items.KNOWN), "square_transactions")


cents = st.integers(0, 99999)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.tuples(cents, cents, cents, st.booleans()), min_size=1, max_size=8))
def test_goods_are_always_net_sales(
    orders_of: Orders, events: list[tuple[int, int, int, bool]]
) -> None:
    rows, expected = [], []
    for number, (net, discount, tax, is_refund) in enumerate(events):
        sign = -1 if is_refund else 1
        rows.append(
            SALE
            | {
                "Transaction ID": f"T{number}",
                "Event Type": "Refund" if is_refund else "Payment",
                "Net Sales": f"${Decimal(net) / 100}",
                "Discounts": f"-${Decimal(discount) / 100}",
                "Tax": f"${Decimal(tax) / 100}",
            }
        )
        expected.append((sign * Decimal(net) / 100, sign * Decimal(net + tax) / 100))
    found = [
        (gross - discount, total)
        for gross, discount, _tax, total in money(orders_of(*rows))
    ]
    assert found == expected
