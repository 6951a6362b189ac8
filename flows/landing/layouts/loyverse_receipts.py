"""Loyverse's export of receipts: one row per receipt, without its items.

Goods are Net sales, as in ``loyverse_receipts_by_item``; use that one where there is a
choice. Taxes that are part of the prices are part of Net sales, too (Loyverse's help,
"Sales Summary Report"), so ``tax_amount`` is no more than what was collected beyond
Net sales. Tips are in Total collected alone and land nowhere.
"""

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.loyverse import RECEIPT, described, signed
from flows.landing.layouts.order_totals import contracts_of_totals
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "Date,Receipt number,Receipt type,Gross sales,Discounts,Net sales,Taxes,"
    "Total collected,Cost of goods,Gross profit,Payment type,Description,"
    "Dining option,POS,Store,Cashier name,Customer name,Customer contacts,Status"
)
REQUIRED = tuple(
    (header,)
    for header in ("Date", "Receipt number", "Receipt type", "Net sales", "Status")
)
ORDERS = {
    **RECEIPT,
    "discount_amount": "Discounts",
    "tax_amount": "Taxes",
    "total_amount": "Net sales",
    "collected_amount": "Total collected",
}


def _arrange(table: Table, source: Source) -> Frames:
    return {"orders": described(table.pick(ORDERS), source)}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    goods, tax = pl.col("total_amount").abs(), pl.col("tax_amount").abs()
    collected = pl.col("collected_amount").abs().fill_null(goods)
    beyond = pl.max_horizontal(collected - goods, pl.lit(0).cast(AMOUNT))
    orders = (
        frames["orders"]
        .with_columns(
            pl.col("discount_amount").abs(),
            tax_amount=pl.min_horizontal(tax.fill_null(0), beyond).cast(AMOUNT),
        )
        .with_columns(
            signed(name) for name in ("discount_amount", "tax_amount", "total_amount")
        )
        .with_columns(
            gross_amount=pl.col("total_amount")
            + pl.col("discount_amount").fill_null(0),
            total_amount=pl.col("total_amount") + pl.col("tax_amount"),
        )
    )
    return {"orders": orders}


LAYOUT = Layout(
    "loyverse_receipts",
    fixed_shape(KNOWN, REQUIRED, ORDERS),
    _arrange,
    takes_no_columns,
    _refine,
    contracts_of_totals("collected_amount"),
    group_by=grouped_by("Receipt number"),
)
