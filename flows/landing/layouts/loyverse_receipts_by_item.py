"""Loyverse's export of receipts by item: one row per item of a receipt.

Goods are Net sales. Whether Taxes are part of the prices or come on top of them this
export does not say, so an order's total is that of its goods.
"""

import polars as pl

from flows.landing.columns import AMOUNT, PRICE
from flows.landing.figures import EXACT, rounded
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.loyverse import RECEIPT, described, signed
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "Date,Receipt number,Receipt type,Category,SKU,Item,Variant,Modifiers applied,"
    "Quantity,Gross sales,Discounts,Net sales,Cost of goods,Gross profit,Taxes,"
    "Dining option,POS,Store,Cashier name,Customer name,Customer contacts,Comment,"
    "Status"
)
REQUIRED = tuple(
    (header,)
    for header in (
        "Date",
        "Receipt number",
        "Receipt type",
        "Item",
        "Quantity",
        "Net sales",
        "Status",
    )
)
ORDER_LINES = {
    "order_id": "Receipt number",
    "product_id": "SKU",
    "product_name": "Item",
    "variant": "Variant",
    "quantity": "Quantity",
    "discount_amount": "Discounts",
    "line_amount": "Net sales",
}
HEADERS = {**RECEIPT, **ORDER_LINES, "product_id": "SKU, Item"}
LANDS = pl.col("reason").is_null()


def _arrange(table: Table, source: Source) -> Frames:
    orders = described(table.pick(RECEIPT), source)
    by_name = pl.concat_str("product_name", "variant", separator="|", ignore_nulls=True)
    lines = table.pick(ORDER_LINES).with_columns(
        pl.coalesce("product_id", pl.when(by_name != "").then(by_name)),
        orders["_is_refund"],
    )
    return {"orders": orders, "order_lines": lines}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    lines = (
        frames["order_lines"]
        .with_columns(pl.col("discount_amount").abs())
        .with_columns(
            signed(name) for name in ("quantity", "discount_amount", "line_amount")
        )
        .with_columns(
            _gross=(
                pl.col("line_amount") + pl.col("discount_amount").fill_null(0)
            ).cast(AMOUNT)
        )
    )
    exact_gross = pl.col("_gross").cast(EXACT)
    exact_quantity = pl.col("quantity").cast(EXACT)
    lines = lines.with_columns(
        unit_price=pl.when(pl.col("quantity") != 0).then(
            rounded(exact_gross / exact_quantity, PRICE)
        )
    )
    orders = frames["orders"].with_columns(
        *lines.select(
            pl.when(LANDS).then(amount).sum().over("order_id").cast(AMOUNT).alias(name)
            for name, amount in (
                ("gross_amount", "_gross"),
                ("discount_amount", "discount_amount"),
                ("total_amount", "line_amount"),
            )
        )
    )
    return {"orders": orders, "order_lines": lines}


LAYOUT = Layout(
    "loyverse_receipts_by_item",
    fixed_shape(KNOWN, REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    group_by=grouped_by("Receipt number"),
)
