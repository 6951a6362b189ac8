"""Refunds that an export tells as an amount of their order.

What was refunded becomes an order of its own with one negative line, so that it is
taken from who bought. Such exports do not say when; a refund counts on the day of its
order, which is the same in every later export.
"""

import polars as pl

from flows.landing.columns import AMOUNT, PRICE
from flows.landing.layouts.layout import Frames
from flows.landing.layouts.shopify_money import REFUND_PRODUCT

__all__ = ["take_back"]

GOODS = pl.coalesce(
    pl.col("gross_amount") - pl.col("discount_amount").fill_null(0),
    pl.col("total_amount"),
)


def take_back(frames: Frames) -> Frames:
    """Add an order with one negative line for each whose ``refunded_amount`` says so.

    An order that counts as refunded without an amount was refunded whole. Goods are
    taken back first, then shipping, then tax.
    """
    orders = frames["orders"]
    said = pl.col("refunded_amount").abs().fill_null(0)
    is_whole = pl.col("payment_status").eq_missing("refunded") & (said == 0)
    orders = orders.with_columns(
        refunded_amount=pl.when(is_whole).then("total_amount").otherwise(said)
    ).with_columns(
        payment_status=pl.when(pl.col("refunded_amount") <= 0)
        .then("payment_status")
        .when(pl.col("refunded_amount") < pl.col("total_amount"))
        .then(pl.lit("partially_refunded"))
        .otherwise(pl.lit("refunded"))
    )
    refunds = _refunds_of(orders)
    return {
        **frames,
        "orders": pl.concat([orders, refunds.select(orders.columns)]),
        "order_lines": pl.concat(
            [frames["order_lines"], _lines_of(refunds)], how="diagonal"
        ),
    }


def _refunds_of(orders: pl.DataFrame) -> pl.DataFrame:
    """The refunds as orders, ``<order>-refund``, with the amounts below zero."""
    refunded, goods = pl.col("refunded_amount"), pl.col("_goods")
    shipping = pl.col("shipping_amount").fill_null(0)
    return (
        orders.filter(pl.col("reason").is_null() & (refunded > 0))
        .unique("order_id", keep="first", maintain_order=True)
        .with_columns(_goods=pl.min_horizontal(refunded, GOODS))
        .filter(goods > 0)
        .with_columns(
            _order_id="order_id",
            order_id=pl.format("{}-refund", "order_id"),
            shipping_amount=pl.min_horizontal(refunded - goods, shipping),
        )
        .with_columns(
            total_amount=(-refunded).cast(AMOUNT),
            gross_amount=(-goods).cast(AMOUNT),
            discount_amount=pl.lit(None, AMOUNT),
            shipping_amount=(-pl.col("shipping_amount")).cast(AMOUNT),
            tax_amount=(goods + pl.col("shipping_amount") - refunded).cast(AMOUNT),
            unreadable=pl.lit(None, pl.String),
        )
    )


def _lines_of(refunds: pl.DataFrame) -> pl.DataFrame:
    return refunds.select(
        "order_id",
        "row_number",
        "reason",
        returned_order_id="_order_id",
        product_id=pl.lit(REFUND_PRODUCT),
        product_name=pl.lit("Refund"),
        quantity=pl.lit(-1).cast(PRICE),
        unit_price=(-pl.col("gross_amount")).cast(PRICE),
        discount_amount=pl.lit(0).cast(AMOUNT),
        line_amount="gross_amount",
    )
