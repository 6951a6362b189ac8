"""What Shopify says once per order, laid on its lines: discounts and refunds."""

import polars as pl

from flows.landing.contracts import AMOUNT, PRICE
from flows.landing.figures import EXACT, read_decimal, rounded
from flows.landing.layouts.layout import Frames
from flows.landing.reading import Reading
from flows.landing.times import Clock, read_instants, shop_date

__all__ = ["REFUND_PRODUCT", "refund_orders", "spread_discounts"]

REFUND_PRODUCT = "refund"
ORDER = ("order_id", "_block")


def spread_discounts(lines: pl.DataFrame) -> pl.DataFrame:
    """Spread an order's discount over its lines in proportion to their money.

    The lines then sum to the order's Subtotal. Cents that the proportion leaves over
    go to the largest line. Where a line's money is unreadable the Subtotal says
    nothing about the others, and the order's own discount is spread.
    """
    goods = pl.col("quantity").cast(EXACT) * pl.col("unit_price").cast(EXACT)
    own_discount = pl.col("discount_amount").fill_null(0)
    sums = lines.with_columns(
        subtotal=read_decimal(pl.col("_subtotal"), AMOUNT),
        order_discount=read_decimal(pl.col("_order_discount"), AMOUNT).fill_null(0),
        before=(rounded(goods, AMOUNT) - own_discount).cast(AMOUNT),
    ).with_columns(
        total=pl.col("before").sum().over(ORDER),
        is_whole=pl.col("before").is_not_null().all().over(ORDER),
    )
    by_subtotal = pl.when("is_whole").then(pl.col("total") - pl.col("subtotal"))
    sums = sums.with_columns(
        to_spread=pl.coalesce(by_subtotal, "order_discount").cast(EXACT),
        weight=pl.col("before").cast(EXACT)
        / pl.when(pl.col("total") != 0).then(pl.col("total").cast(EXACT)),
    ).with_columns(
        part=rounded(pl.col("to_spread") * pl.col("weight"), AMOUNT).fill_null(0)
    )
    left_over = pl.col("to_spread").cast(AMOUNT) - pl.col("part").sum().over(ORDER)
    spread = _mark_largest(sums).with_columns(
        part=pl.col("part") + pl.when("is_largest").then(left_over).otherwise(0)
    )
    return lines.with_columns(
        *spread.select(
            discount_amount=(own_discount + pl.col("part")).cast(AMOUNT),
            line_amount=(pl.col("before") - pl.col("part")).cast(AMOUNT),
        )
    )


def _mark_largest(lines: pl.DataFrame) -> pl.DataFrame:
    """Mark in each order the first of the lines with the most money."""
    size = pl.col("before").abs().fill_null(-1)
    return lines.with_columns(is_largest=size == size.max().over(ORDER)).with_columns(
        is_largest=pl.col("is_largest")
        & (pl.col("is_largest").cum_sum().over(ORDER) == 1)
    )


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
