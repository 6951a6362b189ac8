"""What Shopify says once per order, laid on its lines: discounts and refunds."""

import polars as pl

from flows.landing.columns import AMOUNT, PRICE
from flows.landing.figures import read_decimal
from flows.landing.layouts.discounts import spread_discounts
from flows.landing.layouts.layout import Frames
from flows.landing.reading import Reading
from flows.landing.times import Clock, read_instants, shop_date

__all__ = ["REFUND_PRODUCT", "refund_orders", "spread_order_discounts"]

REFUND_PRODUCT = "refund"
ORDER = ("order_id", "_block")


def spread_order_discounts(lines: pl.DataFrame) -> pl.DataFrame:
    """Spread an order's discount over its lines, so that they sum to its Subtotal."""
    subtotal = read_decimal(pl.col("_subtotal"), AMOUNT)
    discount = read_decimal(pl.col("_order_discount"), AMOUNT)
    return spread_discounts(lines, subtotal, discount, *ORDER)


def refund_orders(
    orders: pl.DataFrame, lines: pl.DataFrame, reading: Reading
) -> Frames:
    """Add an order with one negative line for each order that was refunded."""
    clock = Clock(reading.source.date_format, reading.timezone)
    refunded = read_decimal(pl.col("_refunded"), AMOUNT)
    subtotal = read_decimal(pl.col("_subtotal"), AMOUNT)
    orders = orders.with_columns(
        gross_amount=(subtotal + pl.col("discount_amount").fill_null(0)).cast(AMOUNT)
    )
    cancelled_at = read_instants(orders["_cancelled_at"], clock)
    returns = (
        orders.with_columns(_cancelled_at=cancelled_at)
        .filter(pl.col("reason").is_null())
        .unique("order_id", keep="first", maintain_order=True)
        .with_columns(refunded=refunded)
        .filter(pl.col("refunded") > 0)
        .with_columns(
            goods=pl.min_horizontal("refunded", subtotal),
            returned_order_id="order_id",
            order_id=pl.format("{}-refund", "order_id"),
            ordered_at=pl.max_horizontal("ordered_at", "_cancelled_at"),
        )
        .filter(pl.col("goods") > 0)
        .with_columns(
            ordered_date=shop_date(pl.col("ordered_at"), reading.shop_timezone)
        )
    )
    refund_lines = returns.select(
        "order_id",
        "row_number",
        "returned_order_id",
        product_id=pl.lit(REFUND_PRODUCT),
        product_name=pl.lit("Refund"),
        quantity=pl.lit(-1).cast(PRICE),
        unit_price=pl.col("goods").cast(PRICE),
        discount_amount=pl.lit(0).cast(AMOUNT),
        line_amount=(-pl.col("goods")).cast(AMOUNT),
        _is_repeated=pl.lit(value=False),
    )
    of_refund = returns.with_columns(
        gross_amount=(-pl.col("goods")).cast(AMOUNT),
        total_amount=(-pl.col("refunded")).cast(AMOUNT),
        unreadable=pl.lit(None, pl.String),
        **{name: pl.lit(None, AMOUNT) for name in NO_PART_OF_A_REFUND},
        _cancelled_at=pl.lit(None, pl.String),
    ).select(orders.columns)
    return {
        "orders": pl.concat([orders, of_refund]),
        "order_lines": pl.concat([lines, refund_lines], how="diagonal"),
    }


NO_PART_OF_A_REFUND = ("discount_amount", "tax_amount", "shipping_amount")
