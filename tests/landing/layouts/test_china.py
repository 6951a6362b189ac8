from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.landing.layouts.china import (
    CLOSED,
    clean_number,
    is_cut_short,
    paid_states,
    unmasked,
)
from flows.landing.layouts.discounts import spread_discounts
from flows.landing.reading import Reading
from tests.landing.conftest import take

FIXTURES = Path(__file__).parent / "fixtures"
LAYOUTS = (
    "douyin_orders",
    "jd_orders",
    "taobao_orders",
    "tmall_orders",
    "youzan_customers",
    "youzan_orders",
)
FILES = [path for name in LAYOUTS for path in sorted((FIXTURES / name).glob("*.*"))]
NUMBER = "502340000000000001"


def one(text: str | None, expression: pl.Expr) -> object:
    schema = {"text": pl.String}
    return pl.DataFrame({"text": [text]}, schema).select(expression).item()


@pytest.mark.parametrize(
    "written",
    [NUMBER, f'="{NUMBER}"', f"'{NUMBER}", f"\t{NUMBER}", f"{NUMBER}\t", f'"{NUMBER}"'],
)
def test_what_keeps_spreadsheets_from_counting_is_no_part_of_a_number(
    written: str,
) -> None:
    assert one(written, clean_number(pl.col("text"))) == NUMBER


def test_an_empty_formula_is_empty() -> None:
    assert one('=""', clean_number(pl.col("text"))) is None
    assert one(None, clean_number(pl.col("text"))) is None


@given(st.integers(10**8, 10**19))
def test_a_whole_number_is_never_cut_short(number: int) -> None:
    assert one(str(number), is_cut_short("text")) is False


@pytest.mark.parametrize("written", ["5.0E17", "5.0234E+17", "5e17"])
def test_a_power_of_ten_is_a_number_cut_short(written: str) -> None:
    assert one(written, is_cut_short("text")) is True


@pytest.mark.parametrize("hidden", ["1******6198", "王**", "##密文", "$$密文", "~x~"])
def test_what_is_hidden_names_nobody(hidden: str) -> None:
    assert one(hidden, unmasked(pl.col("text"))) is None


@pytest.mark.parametrize(
    ("word", "was_paid", "states"),
    [
        ("卖家已发货，等待买家确认", True, ("open", "paid")),
        ("交易关闭", True, ("cancelled", "refunded")),
        ("交易关闭", False, ("cancelled", "voided")),
        ("店主自定", True, ("店主自定", None)),
        (None, True, (None, None)),
    ],
)
def test_a_closed_order_is_paid_back_if_it_was_paid(
    word: str | None, was_paid: bool, states: tuple[str | None, str | None]
) -> None:
    known = {"卖家已发货": ("open", "paid"), "交易关闭": ("cancelled", CLOSED)}
    orders = pl.DataFrame({"_status": [word]}, {"_status": pl.String})
    found = paid_states(orders, known, pl.lit(was_paid))
    assert found.select("status", "payment_status").row(0) == states


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9999)), min_size=1),
    st.integers(0, 100),
)
def test_lines_sum_to_what_their_order_cost(
    goods: list[tuple[int, int]], percent: int
) -> None:
    money = pl.Decimal(18, 2)
    total = sum(quantity * cents for quantity, cents in goods)
    cost = total * percent // 100
    lines = pl.DataFrame(
        {
            "order_id": ["1"] * len(goods),
            "quantity": [quantity for quantity, _ in goods],
            "unit_price": [cents for _, cents in goods],
            "discount_amount": [None] * len(goods),
            "cost": [cost] * len(goods),
        },
        {"order_id": pl.String, "quantity": pl.Decimal(18, 4)}
        | {"unit_price": pl.Int64, "discount_amount": money, "cost": pl.Int64},
    ).with_columns(
        (pl.col(name).cast(pl.Decimal(38, 4)) / 100).cast(dtype)
        for name, dtype in (("unit_price", pl.Decimal(18, 4)), ("cost", money))
    )
    nothing = pl.lit(None, money)
    spread = spread_discounts(lines, pl.col("cost"), nothing, "order_id")
    assert int(spread["line_amount"].sum() * 100) == cost


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_makes_no_difference_where_a_batch_ends(
    reading: Callable[..., Reading], path: Path
) -> None:
    layout = reading(path.parent.name)
    whole, parts = take(path, layout), take(path, layout, size=1)

    assert parts.set_aside.equals(whole.set_aside)
    for entity, rows in whole.entities.items():
        assert parts.entities[entity].equals(rows)
