from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from flows.landing.orders import fill_lines, one_row_per_order
from flows.landing.schemas import landed_schema


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
