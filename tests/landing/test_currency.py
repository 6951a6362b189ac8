import polars as pl
import pytest

from flows.landing.currency import rate_table
from flows.landing.taking import Taken
from tests.landing.conftest import Taking

NO_RATE = "no rate for USD on {}: add a file of fx_rates that has it, and replay"
ORDERS = "order_id,ordered_at,currency,total_amount\n"
LINES = "order_id,ordered_at,currency,product_id,quantity,unit_price\n"


def reasons(taken: Taken) -> list[str]:
    return taken.set_aside["reason"].to_list()


def test_an_order_without_a_currency_is_in_the_shops(taking: Taking) -> None:
    taken = taking(ORDERS + "1,2025-03-01,,5\n2,2025-03-01,rmb,5\n", entity="orders")
    assert taken.entities["orders"]["currency"].to_list() == ["CNY", "CNY"]


@pytest.mark.parametrize("currency", ["USD", "usd"])
def test_money_without_a_rate_is_set_aside(taking: Taking, currency: str) -> None:
    taken = taking(ORDERS + f"1,2025-03-01,{currency},5\n", entity="orders")
    assert reasons(taken) == [NO_RATE.format("2025-03-01")]


def test_unlike_money_is_never_added_up(taking: Taking) -> None:
    rows = "1,2025-03-01,USD,p,1,5\n1,2025-03-01,dollars,p,1,5\n1,2025-03-01,,,1,7\n"
    taken = taking(LINES + rows, entity="order_lines")

    assert taken.set_aside["amount"].cast(pl.Int64).to_list() == [None, None, 7]
    rows = "1,soon,USD,p,1,5\n1,soon,dollars,p,1,5\n1,soon,,p,1,7\n"
    taken = taking(LINES + rows, entity="order_lines")
    assert taken.set_aside["amount"].cast(pl.Int64).to_list() == [None, None, 7]


def test_a_source_may_have_another_currency(taking: Taking) -> None:
    header = "order_id,ordered_at,product_id,quantity,unit_price\n"
    lines = "1,2025-03-31,p,1,2\n2,2025-03-31,p,1,\n"
    taken = taking(header + lines, entity="order_lines", currency="USD")
    assert reasons(taken) == [NO_RATE.format("2025-03-31")] * 2

    products = "product_id,list_price\np,2\nq,\n"
    taken = taking(products, entity="products", currency="USD")
    assert reasons(taken) == [NO_RATE.format("2025-03-31")]

    customers = "customer_id\n1\n"
    assert not reasons(taking(customers, entity="customers", currency="USD"))


def test_what_an_order_says_counts_before_what_its_source_says(taking: Taking) -> None:
    rows = "1,2025-03-01,CNY,p,1,5\n2,2025-03-01,,p,1,5\n"
    taken = taking(LINES + rows, entity="order_lines", currency="USD")

    assert taken.entities["order_lines"]["order_id"].to_list() == ["1"]
    assert reasons(taken) == [NO_RATE.format("2025-03-01")]


def rates(*rows: tuple[str, str, str, str]) -> pl.LazyFrame:
    """Landed exchange rates: day, from, to, rate."""
    names = ["rate_date", "from_currency", "to_currency", "rate"]
    return (
        pl.LazyFrame(rows, schema=names, orient="row")
        .with_columns(
            pl.col("rate_date").str.to_date(), pl.col("rate").cast(pl.Decimal(18, 8))
        )
        .with_columns(arrival=pl.lit(1))
        .with_row_index("row_number", 2)
    )


@pytest.fixture
def taking_with_rates(taking: Taking) -> Taking:
    def run(text: str, *rows: tuple[str, str, str, str], **settings: object) -> Taken:
        return taking(text, rates=rate_table(rates(*rows), "CNY"), **settings)

    return run


def test_money_is_converted_by_the_rate_of_its_day(
    taking_with_rates: Taking,
) -> None:
    rows = "1,2025-03-01,USD,p,2,5.05\n2,2025-03-02,USD,p,1,5\n3,2025-03-02,,p,1,5\n"
    taken = taking_with_rates(
        LINES + rows,
        ("2025-03-01", "USD", "CNY", "7.20"),
        ("2025-03-02", "USD", "CNY", "7.30"),
        entity="order_lines",
    )
    lines = taken.entities["order_lines"]

    assert lines["line_amount"].cast(str).to_list() == ["72.72", "36.50", "5.00"]
    assert lines["unit_price"].cast(str).to_list() == ["36.3600", "36.5000", "5.0000"]
    assert lines["original_line_amount"].cast(str).to_list() == ["10.10", "5.00", None]
    assert lines["original_currency"].to_list() == ["USD", "USD", None]
    assert lines["fx_rate"].cast(str).to_list() == ["7.20000000", "7.30000000", None]
    orders = taken.entities["orders"]
    assert orders["currency"].to_list() == ["CNY", "CNY", "CNY"]
    assert orders["original_currency"].to_list() == ["USD", "USD", None]


@pytest.mark.parametrize(
    ("day", "is_known"),
    [("2025-03-01", True), ("2025-03-08", True), ("2025-03-09", False)],
)
def test_a_rate_holds_for_a_week_at_most(
    taking_with_rates: Taking, day: str, is_known: bool
) -> None:
    taken = taking_with_rates(
        ORDERS + f"1,{day},USD,5\n", ("2025-03-01", "USD", "CNY", "7"), entity="orders"
    )
    assert (taken.set_aside.height == 0) is is_known


def test_a_rate_of_tomorrow_says_nothing_of_today(taking_with_rates: Taking) -> None:
    taken = taking_with_rates(
        ORDERS + "1,2025-03-01,USD,5\n",
        ("2025-03-02", "USD", "CNY", "7"),
        entity="orders",
    )
    assert reasons(taken) == [NO_RATE.format("2025-03-01")]


def test_a_rate_may_be_told_the_other_way_round(taking_with_rates: Taking) -> None:
    taken = taking_with_rates(
        ORDERS + "1,2025-03-01,HKD,11\n",
        ("2025-03-01", "CNY", "HKD", "1.1"),
        entity="orders",
    )
    order = taken.entities["orders"].row(0, named=True)
    assert str(order["total_amount"]) == "10.00"
    assert str(order["original_total_amount"]) == "11.00"


def test_of_a_days_rates_the_straight_one_that_landed_last_counts() -> None:
    table = rate_table(
        rates(
            ("2025-03-01", "USD", "CNY", "7.1"),
            ("2025-03-01", "CNY", "USD", "0.2"),
            ("2025-03-01", "USD", "CNY", "7.2"),
            ("2025-03-01", "EUR", "USD", "1.1"),
            ("2025-03-01", "GBP", "CNY", "0"),
        ),
        "CNY",
    )
    assert table.select("_currency", pl.col("_rate").cast(str)).rows() == [
        ("USD", "7.20000000")
    ]
