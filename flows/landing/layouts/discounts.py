"""What an export says once per order, laid on its lines."""

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.figures import EXACT, rounded

__all__ = ["spread_discounts"]


def spread_discounts(
    lines: pl.DataFrame, subtotal: pl.Expr, order_discount: pl.Expr, *order: str
) -> pl.DataFrame:
    """Spread an order's discount over its lines in proportion to their money.

    The lines then sum to the order's subtotal. Cents that the proportion leaves over
    go to the largest line. Where a line's money is unreadable the subtotal says
    nothing about the others, and the order's own discount is spread.

    Args:
        lines: with quantity, unit price and the line's own discount.
        subtotal: what an order's goods cost.
        order_discount: what was taken off the order, where that is told.
        order: the columns whose values name an order.
    """
    goods = pl.col("quantity").cast(EXACT) * pl.col("unit_price").cast(EXACT)
    own_discount = pl.col("discount_amount").fill_null(0)
    sums = lines.with_columns(
        subtotal=subtotal,
        order_discount=order_discount.fill_null(0),
        before=(rounded(goods, AMOUNT) - own_discount).cast(AMOUNT),
    ).with_columns(
        total=pl.col("before").sum().over(order),
        is_whole=pl.col("before").is_not_null().all().over(order),
    )
    by_subtotal = pl.when("is_whole").then(pl.col("total") - pl.col("subtotal"))
    sums = sums.with_columns(
        to_spread=pl.coalesce(by_subtotal, "order_discount").cast(EXACT),
        weight=pl.col("before").cast(EXACT)
        / pl.when(pl.col("total") != 0).then(pl.col("total").cast(EXACT)),
    ).with_columns(
        part=rounded(pl.col("to_spread") * pl.col("weight"), AMOUNT).fill_null(0)
    )
    left_over = pl.col("to_spread").cast(AMOUNT) - pl.col("part").sum().over(order)
    spread = _mark_largest(sums, order).with_columns(
        part=pl.col("part") + pl.when("is_largest").then(left_over).otherwise(0)
    )
    return lines.with_columns(
        *spread.select(
            discount_amount=(own_discount + pl.col("part")).cast(AMOUNT),
            line_amount=(pl.col("before") - pl.col("part")).cast(AMOUNT),
        )
    )


def _mark_largest(lines: pl.DataFrame, order: tuple[str, ...]) -> pl.DataFrame:
    """Mark in each order the first of the lines with the most money."""
    size = pl.col("before").abs().fill_null(-1)
    return lines.with_columns(is_largest=size == size.max().over(order)).with_columns(
        is_largest=pl.col("is_largest")
        & (pl.col("is_largest").cum_sum().over(order) == 1)
    )
