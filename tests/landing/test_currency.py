from collections.abc import Callable

import polars as pl
import pytest

from flows.landing.taking import Taken

Taking = Callable[..., Taken]
NO_RATE = "no rate for USD on {}: money is kept in CNY alone"
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
