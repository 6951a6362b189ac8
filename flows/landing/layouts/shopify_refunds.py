"""Refunds of Shopify's API: orders of their own, on the day each was made."""

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.layouts.documents import Items, items_of, numbered
from flows.landing.layouts.layout import Frames
from flows.landing.layouts.shopify_money import NO_PART_OF_A_REFUND, REFUND_PRODUCT
from flows.landing.table import Table

__all__ = ["refunds_of", "total_refunds"]

RETURNS = {
    "_id": "line_item_id",
    "_sku": "line_item.sku",
    "_item": "line_item.name",
    "_price": "line_item.price",
    "_quantity": "quantity",
    "_subtotal": "subtotal",
}
SOLD = ("row_number", "_id", "product_id", "product_name", "variant", "unit_price")
MONEY = {"_kind": "kind", "_state": "status", "line_amount": "amount"}
NOTHING = r"^-?0*(?:\.0*)?$"


def refunds_of(
    table: Table, orders: pl.DataFrame, lines: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The refunds as orders, and what each takes back as its lines.

    Besides articles a refund may have adjustments: money for no article in particular,
    or what was kept of it. Shipping that was paid back is no line, as shipping itself
    is none. A refund that says no more than what was paid back is one line of that.
    """
    items = items_of(table, "refunds")
    paid_back = _refunding(items_of(items.table, "transactions"))
    refunds = _as_orders(items, orders, paid_back)
    adjustments = items_of(items.table, "order_adjustments")
    placed = pl.concat(
        [_articles(items, refunds, lines), _money(_of_goods(adjustments), refunds)],
        how="diagonal",
    )
    bare = _money(paid_back, refunds).with_columns(
        quantity=_negative("quantity"), line_amount=_negative("line_amount")
    )
    returned = pl.concat(
        [placed, bare.join(placed, on="order_id", how="anti", maintain_order="left")],
        how="diagonal",
    )
    returned = numbered(returned, "order_id").with_columns(
        _is_return=pl.lit(value=True)
    )
    refunds = refunds.join(
        returned, on="order_id", how="semi", maintain_order="left"
    ).select(orders.columns)
    return refunds, returned


def _as_orders(items: Items, orders: pl.DataFrame, paid_back: Items) -> pl.DataFrame:
    """Each refund with what its order says of the customer."""
    refunds = orders[items.parents].with_columns(
        *items.table.pick({"_refund_id": "id", "ordered_at": "created_at"}),
        paid_back.sums("amount").cast(pl.String).alias("total_amount"),
        returned_order_id="order_id",
        gross_amount=pl.lit(None, pl.String),
        **{name: pl.lit(None, pl.String) for name in NO_PART_OF_A_REFUND},
    )
    place = pl.int_range(1, pl.len() + 1).over("row_number").cast(pl.String)
    named = pl.coalesce("_refund_id", place)
    return refunds.with_columns(
        order_id=pl.format("{}-refund-{}", "order_id", named),
        total_amount=_negative("total_amount"),
    )


def _articles(items: Items, refunds: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The articles that came back, by the lines on which they were sold."""
    inner = items_of(items.table, "refund_line_items")
    sold = lines.select(SOLD).unique(["row_number", "_id"], keep="first")
    return (
        inner.table.pick(RETURNS)
        .hstack(refunds.select("order_id", "returned_order_id")[inner.parents])
        .join(
            sold,
            on=["row_number", "_id"],
            how="left",
            validate="m:1",
            maintain_order="left",
        )
        .select(
            "row_number",
            "order_id",
            "returned_order_id",
            "variant",
            pl.coalesce("product_id", "_sku", "_item"),
            pl.coalesce("product_name", "_item"),
            pl.coalesce("unit_price", "_price"),
            quantity=_negative("_quantity"),
            line_amount=_negative("_subtotal"),
        )
    )


def _money(items: Items, refunds: pl.DataFrame) -> pl.DataFrame:
    """Money for no article in particular, as lines."""
    is_below_zero = pl.col("line_amount").str.starts_with("-")
    return (
        items.table.pick({"line_amount": "amount"})
        .hstack(refunds.select("order_id", "returned_order_id")[items.parents])
        .filter(~pl.col("line_amount").str.contains(NOTHING))
        .with_columns(
            product_id=pl.lit(REFUND_PRODUCT),
            product_name=pl.lit("Refund"),
            quantity=pl.when(is_below_zero).then(pl.lit("-1")).otherwise(pl.lit("1")),
            unit_price=pl.col("line_amount").str.strip_prefix("-"),
        )
    )


def _of_goods(adjustments: Items) -> Items:
    kinds = adjustments.table.pick(MONEY)["_kind"]
    return adjustments.rows(kinds.ne_missing("shipping_refund"))


def _refunding(transactions: Items) -> Items:
    """The payments that went back and arrived."""
    is_meant = transactions.table.pick(MONEY).select(
        pl.col("_kind").eq_missing("refund")
        & pl.col("_state").fill_null("success").eq("success")
    )
    return transactions.rows(is_meant.to_series())


def _negative(name: str) -> pl.Expr:
    """A text's figure with the other sign."""
    return (
        pl.when(pl.col(name).str.starts_with("-"))
        .then(pl.col(name).str.strip_prefix("-"))
        .otherwise(pl.lit("-") + pl.col(name))
    )


def total_refunds(frames: Frames) -> Frames:
    """What a refund's lines come to is its gross, and without payments its total."""
    sums = (
        frames["order_lines"]
        .filter("_is_return")
        .group_by("order_id", "row_number")
        .agg(pl.col("line_amount").sum().cast(AMOUNT).alias("_taken_back"))
    )
    orders = frames["orders"].join(
        sums,
        on=["order_id", "row_number"],
        how="left",
        validate="m:1",
        maintain_order="left",
    )
    orders = orders.with_columns(
        gross_amount=pl.coalesce("_taken_back", "gross_amount"),
        total_amount=pl.coalesce("total_amount", "_taken_back"),
    ).drop("_taken_back")
    return {**frames, "orders": orders}
