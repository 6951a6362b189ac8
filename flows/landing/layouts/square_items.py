"""Square's "items detail" export: one row per item rung up, refunds among them.

Where the export writes its dates in the American way, the source's ``date_format``
reads Date and Time with a blank between them.

What is revenue of goods: Net Sales of every row but gift cards sold. A custom amount
is goods whose price was typed in. A gift card is money for goods to come; where the
export has an Itemization Type that says so, the card lands as a fee. An older file has
no such column: name its gift cards in the source's ``fee_products``. Tips are no item;
they are in Square's transactions alone.
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from flows.landing.columns import AMOUNT, PRICE, Column
from flows.landing.contracts import CONTRACTS, Contract
from flows.landing.figures import EXACT, rounded
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.square import (
    EVENT,
    described,
    refund_id,
    signed,
    summed,
)
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,"
    "Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,"
    "Details,Event Type,Location,Dining Option,Customer ID,Customer Name,"
    "Customer Reference ID,Unit,Count,GTIN,Itemization Type,Commission,Employee,"
    "Fulfillment Note,Channel,Token,Card Brand,PAN Suffix"
)
REQUIRED = tuple(
    (header,)
    for header in ("Date", "Time", "Item", "Qty", "Net Sales", "Transaction ID")
)
ORDERS = {**EVENT, "cashier": "Employee"}
ORDER_LINES = {
    "order_id": "Transaction ID",
    "product_id": "SKU",
    "product_name": "Item",
    "variant": "Price Point Name",
    "quantity": "Qty",
    "line_amount": "Net Sales",
    "gross_amount": "Gross Sales",
    "tax_amount": "Tax",
    "_type": "Itemization Type",
}
HEADERS = {
    **ORDERS,
    **ORDER_LINES,
    "ordered_at": "Date, Time",
    "product_id": "SKU, Item",
}
LANDS = pl.col("reason").is_null()


def _arrange(table: Table, _source: Source) -> Frames:
    orders = described(table.pick(ORDERS), "_channel").with_columns(
        status=pl.lit("completed"), payment_status=pl.lit("paid")
    )
    kind = pl.col("_type").str.to_lowercase().str.replace_all("_", " ")
    is_custom = kind.eq_missing("custom amount")
    by_name = pl.concat_str("product_name", "variant", separator="|", ignore_nulls=True)
    lines = table.pick(ORDER_LINES).with_columns(
        pl.coalesce(
            "product_id",
            pl.when(by_name != "").then(by_name),
            pl.when(is_custom).then(pl.lit("Custom Amount")),
        ),
        orders["_is_refund"],
    )
    gift_cards = lines.filter(kind.str.contains("gift card").fill_null(False)).select(
        "row_number", "product_id", "product_name", is_fee=pl.lit("yes")
    )
    return {"orders": orders, "order_lines": lines, "products": gift_cards}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    orders = frames["orders"]
    lines = _with_signs(frames["order_lines"])
    order_id = refund_id(orders["ordered_date"])
    lines = lines.with_columns(
        returned_order_id=pl.when("_is_refund").then("order_id"), order_id=order_id
    )
    orders = orders.with_columns(order_id=order_id).with_columns(
        *lines.select(
            summed(name, LANDS).alias(f"{name}_amount")
            for name in ("gross", "discount", "tax", "total")
        )
    )
    return {**frames, "orders": orders, "order_lines": lines}


def _with_signs(lines: pl.DataFrame) -> pl.DataFrame:
    """What a line cost before and after its discount, a refund below zero."""
    quantity = pl.col("quantity").cast(EXACT)
    return (
        lines.with_columns(
            signed(pl.col(name)).alias(name) for name in ("quantity", "line_amount")
        )
        .with_columns(
            gross=signed(pl.col("gross_amount")), tax=signed(pl.col("tax_amount"))
        )
        .with_columns(
            discount_amount=(pl.col("gross") - pl.col("line_amount")).cast(AMOUNT),
            unit_price=rounded(
                pl.col("gross").cast(EXACT) / pl.when(quantity != 0).then(quantity),
                PRICE,
            ),
        )
        .with_columns(
            discount="discount_amount",
            total=pl.col("line_amount") + pl.col("tax").fill_null(0),
        )
    )


def _contracts() -> Mapping[str, Contract]:
    """A line says what it cost before its discount, and its tax."""
    lines = CONTRACTS["order_lines"]
    own = (Column("gross_amount", "amount"), Column("tax_amount", "amount"))
    return {**CONTRACTS, "order_lines": replace(lines, columns=lines.columns + own)}


LAYOUT = Layout(
    "square_items",
    fixed_shape(KNOWN, REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    _contracts(),
    group_by=grouped_by("Transaction ID"),
)
