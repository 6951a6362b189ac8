"""Square's transactions export: one row per payment or refund, without its items.

An order is all rows of one Transaction ID, a refund the rows of one day that give its
money back. Goods are Net Sales, as in ``square_items``. Gift cards sold and tips are in
Total Collected alone and land nowhere; a refund of an amount rather than of items
stands under Partial Refunds, beside Net Sales (Square's glossary, article 5200, counts
it beside them too).

Both exports of one till tell of the same sales: use ``square_items`` for them, and
this one only where there are no items. A shop that has both names one of them.
"""

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.order_totals import contracts_of_totals, states_of
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
    "Date,Time,Time Zone,Gross Sales,Discounts,Service Charges,Net Sales,"
    "Gift Card Sales,Tax,Tip,Partial Refunds,Total Collected,Source,Card,"
    "Card Entry Methods,Cash,Square Gift Card,Other Tender,Other Tender Type,"
    "Tender Note,Fees,Net Total,Transaction ID,Payment ID,Card Brand,PAN Suffix,"
    "Device Name,Staff Name,Staff ID,Details,Description,Event Type,Location,"
    "Dining Option,Customer ID,Customer Name,Customer Reference ID,Device Nickname,"
    "Third Party Fees,Deposit ID,Deposit Date,Deposit Details,Fee Percentage Rate,"
    "Fee Fixed Rate,Refund Reason,Discount Name,Transaction Status,Cash App,"
    "Order Reference ID,Fulfillment Note,Free Processing Applied,Channel,"
    "Unattributed Tips,Table Info,International Fee"
)
OLDER = "Other Tender Note"
REQUIRED = tuple(
    (header,)
    for header in ("Date", "Time", "Net Sales", "Total Collected", "Transaction ID")
)
ORDERS = {
    **EVENT,
    "cashier": "Staff Name",
    "discount_amount": "Discounts",
    "tax_amount": "Tax",
    "total_amount": "Net Sales",
    "refunded_amount": "Partial Refunds",
    "_source": "Source",
    "_status": "Transaction Status",
}
HEADERS = {**ORDERS, "ordered_at": "Date, Time"}
DONE = ("completed", "paid")
STATES = {
    "complete": DONE,
    "completed": DONE,
    "pending": ("open", "pending"),
    "open": ("open", "pending"),
    "failed": ("cancelled", "voided"),
    "voided": ("cancelled", "voided"),
    "canceled": ("cancelled", "voided"),
    "cancelled": ("cancelled", "voided"),
}
LANDS = pl.col("reason").is_null() & ~pl.col("_is_again")


def _arrange(table: Table, _source: Source) -> Frames:
    orders = described(table.pick(ORDERS), "_channel", "_source").with_columns(
        pl.col("_status").fill_null("Complete"),
        table.repeats().alias("_is_again"),
    )
    return {"orders": orders.with_columns(states_of("_status", STATES))}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    orders = frames["orders"]
    by_amount = pl.when("_is_refund").then(-pl.col("refunded_amount").abs())
    goods = signed(pl.col("total_amount")) + by_amount.fill_null(0)
    orders = (
        orders.with_columns(
            goods.cast(AMOUNT).alias("_goods"),
            signed(pl.col("discount_amount").abs()).alias("_discount"),
            signed(pl.col("tax_amount")).alias("_tax"),
            order_id=refund_id(orders["ordered_date"]),
        )
        .with_columns(
            discount_amount=summed("_discount", LANDS),
            tax_amount=summed("_tax", LANDS),
            total_amount=summed("_goods", LANDS),
        )
        .with_columns(
            gross_amount=(pl.col("total_amount") + pl.col("discount_amount")),
            total_amount=(pl.col("total_amount") + pl.col("tax_amount")),
        )
    )
    return {"orders": orders}


LAYOUT = Layout(
    "square_transactions",
    fixed_shape(f"{KNOWN},{OLDER}", REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    contracts_of_totals("refunded_amount"),
    group_by=grouped_by("Transaction ID"),
)
