from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.landing.columns import AMOUNT, PRICE
from flows.landing.figures import read_count, read_decimal


def amount(text: str | None) -> Decimal | None:
    return pl.select(read_decimal(pl.lit(text, pl.String), AMOUNT)).item()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$1,234.50", "1234.50"),
        ("(1.00)", "-1.00"),
        ("($1.00)", "-1.00"),
        ("-$1.00", "-1.00"),
        ("$-1.00", "-1.00"),
        ("1.00-", "-1.00"),
        ("\u22122", "-2.00"),
        ("¥3", "3.00"),
        ("￥ 3", "3.00"),
        ("£.5", "0.50"),
        ("€5.", "5.00"),
        ("1 234", "1234.00"),
        ("1.000", "1.00"),
        ("+4", "4.00"),
        ("2.555", "2.56"),
        ("2.565", "2.57"),
        ("-2.555", "-2.56"),
        ("9999999999999999.99", "9999999999999999.99"),
    ],
)
def test_money_is_read_as_tills_and_shops_write_it(text: str, value: str) -> None:
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "-", "abc", "1,5", "1.2.3", "(-1)", "12 USD", "1e3", "9" * 17, "9" * 50],
)
def test_what_is_no_number_is_null(text: str) -> None:
    assert amount(text) is None


def test_nothing_is_null() -> None:
    assert amount(None) is None


def test_prices_keep_four_places() -> None:
    assert pl.select(read_decimal(pl.lit("1.23455"), PRICE)).item() == Decimal("1.2346")


@pytest.mark.parametrize(
    ("text", "count"),
    [("3", 3), ("3.0", 3), ("1,000", 1000), ("3.5", None), ("x", None)],
)
def test_counts_are_whole(text: str, count: int | None) -> None:
    assert pl.select(read_count(pl.lit(text))).item() == count


@given(st.decimals(-(10**12), 10**12, places=2))
def test_a_written_amount_is_read_as_itself(value: Decimal) -> None:
    assert amount(f"{value:,}") == value
    assert amount(str(amount(str(value)))) == value
