"""What the rows of Douyin's export cost, and what of it came back."""

import polars as pl

from flows.landing.columns import AMOUNT, PRICE
from flows.landing.figures import EXACT, read_decimal, rounded
from flows.landing.layouts.layout import Frames

__all__ = ["add_returns", "price_rows", "sum_orders"]

GIVEN = ("_by_platform", "_by_shop", "_by_creator")
MONEY = {
    "gross_amount": "_gross",
    "discount_amount": "_given",
    "shipping_amount": "_shipping",
    "total_amount": "_paid",
}
BELOW_ZERO = ("line_amount", "discount_amount", *MONEY.values())


def price_rows(lines: pl.DataFrame) -> pl.DataFrame:
    """What a row's goods cost before and after what was given."""
    given = pl.sum_horizontal(
        read_decimal(pl.col(name), AMOUNT).fill_null(0) for name in GIVEN
    )
    shipping = read_decimal(pl.col("_shipping"), AMOUNT).fill_null(0)
    return (
        lines.with_columns(
            _paid="line_amount", _shipping=shipping, _given=given.cast(AMOUNT)
        )
        .with_columns(
            line_amount=(pl.col("line_amount") - pl.col("_shipping")).cast(AMOUNT),
            discount_amount="_given",
        )
        .with_columns(_gross=(pl.col("line_amount") + pl.col("_given")).cast(AMOUNT))
        .with_columns(
            unit_price=pl.when(pl.col("quantity") != 0).then(
                rounded(
                    pl.col("_gross").cast(EXACT) / pl.col("quantity").cast(EXACT),
                    PRICE,
                )
            )
        )
    )


def sum_orders(orders: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Say of each order what its rows that land sum to."""
    counts = pl.col("reason").is_null() & ~pl.col("_is_repeated")
    return orders.with_columns(*_sums(lines, counts))


def add_returns(orders: pl.DataFrame, lines: pl.DataFrame) -> Frames:
    """Add an order with the lines below zero of what came back of an order."""
    comes_back = pl.col("_is_returned") & pl.col("reason").is_null()
    refund_id = pl.format("{}-refund", "order_id")
    below_zero = [(-pl.col(name)).cast(AMOUNT).alias(name) for name in BELOW_ZERO]
    back = lines.filter(comes_back).with_columns(
        *below_zero,
        quantity=-pl.col("quantity"),
        returned_order_id="order_id",
        order_id=refund_id,
        unreadable=pl.lit(None, pl.String),
    )
    sums = _sums(back, ~pl.col("_is_repeated"))
    refunds = orders.filter(comes_back).with_columns(
        *sums, order_id=refund_id, unreadable=pl.lit(None, pl.String)
    )
    return {
        "orders": pl.concat([orders, refunds]),
        "order_lines": pl.concat([lines, back]),
    }


def _sums(lines: pl.DataFrame, counts: pl.Expr) -> pl.DataFrame:
    return lines.select(
        pl.when(counts).then(own).sum().over("order_id").cast(AMOUNT).alias(name)
        for name, own in MONEY.items()
    )
