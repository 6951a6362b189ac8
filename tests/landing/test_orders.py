from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.landing.orders import fill_lines, one_row_per_order
from flows.landing.schemas import landed_schema

EXACTLY = Context(prec=60)


def lines(**columns: list[object]) -> pl.DataFrame:
    schema = landed_schema("order_lines")
    height = len(next(iter(columns.values())))
    blank = {name: [None] * height for name in schema.names()}
    return pl.DataFrame(blank | columns, schema=schema)


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "amount"),
    [
        ("3", "1.335", None, "4.01"),
        ("-3", "1.335", None, "-4.01"),
        ("1", "0.005", None, "0.01"),
        ("-1", "0.005", None, "-0.01"),
        ("2", "5", "1.50", "8.50"),
    ],
)
def test_a_missing_amount_is_multiplied_and_rounded_away_from_zero(
    quantity: str, price: str, discount: str | None, amount: str
) -> None:
    filled = fill_lines(
        lines(
            order_id=["a"],
            quantity=[Decimal(quantity)],
            unit_price=[Decimal(price)],
            discount_amount=[Decimal(discount) if discount else None],
        )
    )
    assert filled["line_amount"].item() == Decimal(amount)


FIGURES = st.decimals(-(10**14) + 1, 10**14 - 1, places=4) | st.decimals(
    -1000, 1000, places=4
)


@given(
    st.lists(
        st.tuples(
            st.none() | FIGURES,
            st.none() | FIGURES,
            st.none() | st.decimals(0, 99, places=2),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_an_amount_is_exact_however_large_its_factors(
    drawn: list[tuple[Decimal | None, Decimal | None, Decimal | None]],
) -> None:
    quantities, prices, discounts = (
        list(column) for column in zip(*drawn, strict=True)
    )
    rows = lines(
        order_id=["a"] * len(drawn),
        quantity=quantities,
        unit_price=prices,
        discount_amount=discounts,
    )
    amounts = fill_lines(rows)["line_amount"].to_list()
    assert amounts == [worth(*factors) for factors in drawn]


def worth(
    quantity: Decimal | None, price: Decimal | None, discount: Decimal | None
) -> Decimal | None:
    if quantity is None or price is None:
        return None
    exact = EXACTLY.multiply(quantity, price) - (discount or 0)
    cents = exact.quantize(Decimal("0.01"), ROUND_HALF_UP, EXACTLY)
    return cents if abs(cents) < 10**16 else None


def test_an_amount_that_is_given_stays() -> None:
    given = {"line_amount": [Decimal(1)], "quantity": [Decimal(2)]}
    filled = fill_lines(lines(order_id=["a"], unit_price=[Decimal(3)], **given))
    assert filled["line_amount"].item() == Decimal(1)


def test_an_order_is_what_its_rows_say_first_and_when_they_say_earliest() -> None:
    schema = landed_schema("orders")
    early, late = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC)
    rows = pl.DataFrame(
        {name: [None] * 3 for name in schema.names()}
        | {
            "order_id": ["b", "a", "b"],
            "ordered_at": [late, late, early],
            "ordered_date": [date(2025, 1, 2), date(2025, 1, 2), date(2025, 1, 1)],
            "email": [None, None, "x@example.org"],
            "phone": ["1", None, "2"],
            "row_number": [2, 3, 4],
        },
        schema=schema,
    )
    orders = one_row_per_order(rows)

    assert orders["order_id"].to_list() == ["b", "a"]
    assert orders.row(0, named=True) | {"source_name": None} == orders.row(
        0, named=True
    ) | {
        "ordered_at": early,
        "ordered_date": date(2025, 1, 1),
        "email": "x@example.org",
        "phone": "1",
        "row_number": 2,
        "source_name": None,
    }
