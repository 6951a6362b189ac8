from collections.abc import Callable

import pytest

from flows.errors import ContractError
from flows.landing.layouts import LAYOUTS
from flows.landing.reading import Reading
from tests.landing.conftest import Taking

Problem = Callable[..., str | None]
MAP = {
    "order_id": "InvoiceNo",
    "product_id": "StockCode",
    "quantity": "Quantity",
    "ordered_at": "InvoiceDate",
    "unit_price": "UnitPrice",
    "customer_id": "CustomerID",
}
INVOICES = (
    "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    "536365,85123A,6,12/1/2010 8:26,2.55,17850.0,United Kingdom\n"
    "C536379,D,-1,12/1/2010 9:41,27.5,,United Kingdom\n"
)


@pytest.fixture
def problem(reading: Callable[..., Reading]) -> Problem:
    """What is wrong with a generic source's settings."""

    def run(**settings: object) -> str | None:
        return LAYOUTS["generic"].check(reading(**settings).source)

    return run


def test_a_column_map_reads_any_table(taking: Taking) -> None:
    taken = taking(
        INVOICES, entity="order_lines", columns=MAP, date_format="%m/%d/%Y %H:%M"
    )
    orders, lines = taken.entities["orders"], taken.entities["order_lines"]

    assert orders.select("order_id", "customer_id").rows() == [
        ("536365", "17850"),
        ("C536379", None),
    ]
    assert [float(amount) for amount in lines["line_amount"]] == [15.3, -27.5]
    assert taken.unknown_columns == ("Country",)


def test_without_a_map_headers_are_canonical_names(taking: Taking) -> None:
    taken = taking("Product_ID,brand\np,Acme\n", entity="products")
    assert taken.entities["products"]["brand"].to_list() == ["Acme"]


def test_a_mapped_optional_column_may_be_missing(taking: Taking) -> None:
    columns = {"product_id": "Article", "brand": "Brand"}
    taken = taking("Article\np\n", entity="products", columns=columns)
    assert taken.entities["products"]["brand"].to_list() == [None]


def test_lines_carry_the_time_of_their_orders(taking: Taking) -> None:
    text = "order_id,product_id,quantity,email\n1,p,1,a@example.org\n"
    with pytest.raises(ContractError, match="has no column 'ordered_at'"):
        taking(text, entity="order_lines")


def test_every_entity_can_be_read(taking: Taking) -> None:
    orders = taking("order_id,ordered_at\n1,2025-01-01\n", entity="orders")
    customers = taking("customer_id,name\n1,Ann\n", entity="customers")

    assert orders.entities["orders"].height == 1
    assert customers.entities["customers"].height == 1


def test_consents_need_no_purpose_and_no_date(taking: Taking) -> None:
    consents = taking("phone,channel,state\n1,sms,yes\n", entity="consents").entities

    row = consents["consents"].row(0, named=True)
    assert (row["purpose"], row["state"]) == ("marketing", "granted")
    assert str(row["changed_date"]) == "2025-03-31"
    assert row["is_dated"] is False


def test_consents_with_their_dates_keep_them(taking: Taking) -> None:
    header = "phone,channel,purpose,state,changed_at\n"
    rows = "1,sms,Marketing,no,2025-01-02\n2,sms,marketing,no,\n"
    taken = taking(header + rows, entity="consents")

    assert str(taken.entities["consents"]["changed_date"].item()) == "2025-01-02"
    assert taken.entities["consents"]["is_dated"].item() is True
    assert taken.set_aside["reason"].to_list() == ["changed_at is missing"]


def test_consents_need_a_column_that_says_whose(taking: Taking) -> None:
    with pytest.raises(ContractError, match="'customer_id' or 'email' or 'phone'"):
        taking("channel,state\nsms,yes\n", entity="consents")


def test_good_settings_are_no_problem(problem: Problem) -> None:
    assert problem(entity="order_lines", columns=MAP) is None
    assert problem(entity="products") is None


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "sources.web.entity must say what the rows are (it is missing)"),
        ({"entity": "sales"}, "(it is 'sales'); write one of orders, order_lines"),
        (
            {"entity": "products", "columns": {"product_id": "A", "price": "B"}},
            "sources.web.columns maps price, which products do not have; there are",
        ),
        (
            {"entity": "products", "columns": {"brand": "B"}},
            "sources.web.columns does not map product_id, which every row of products",
        ),
        (
            {
                "entity": "order_lines",
                "columns": {name: "X" for name in MAP if name != "ordered_at"},
            },
            "does not map ordered_at",
        ),
        (
            {"entity": "consents", "columns": {"channel": "C", "state": "S"}},
            "does not map customer_id or email or phone",
        ),
    ],
)
def test_bad_settings_are_told(
    problem: Problem, settings: dict[str, object], said: str
) -> None:
    assert said in str(problem(**settings))


def test_timestamps_are_of_the_sources_timezone(
    taking: Taking,
) -> None:
    text = "order_id,ordered_at\n1,2025-03-01 20:00\n"
    orders = taking(text, entity="orders", timezone="America/New_York").entities

    assert str(orders["orders"]["ordered_date"].item()) == "2025-03-02"
