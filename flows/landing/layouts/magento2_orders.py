"""Magento 2's order grid (Sales, Orders, Export as CSV): no line items.

The grid states three sums in the website's base currency, Grand Total (Base), Subtotal
and Shipping and Handling, and two in the currency of the purchase, Grand Total
(Purchased) and Total Refunded (so says Magento's own data migration, which fills the
grid from base_subtotal, base_shipping_amount and total_refunded). The base currency
counts, at the rate that the two grand totals show; it is the source's ``currency``.

Tax and discount are no columns of it. What the total has beyond Subtotal and shipping
is taken for tax, what it lacks for discount; where an order has both, they are known
but for their difference. Total Refunded becomes a refund order.

Statuses are those of Adobe's guide "Order status". Pending is not invoiced yet, closed
is paid back; a status of the shop's own counts as paid. Purchase Date is read as the
export writes it (``Aug 17, 2026 12:16:00 PM``) or by the source's ``date_format``; the
screen's Columns menu decides which columns a file has.
"""

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.figures import EXACT, rounded
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.order_totals import (
    contracts_of_totals,
    no_lines,
    states_of,
)
from flows.landing.layouts.refunds import take_back
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),"
    "Grand Total (Purchased),Status,Billing Address,Shipping Address,"
    "Shipping Information,Customer Email,Customer Group,Subtotal,"
    "Shipping and Handling,Customer Name,Payment Method,Total Refunded,"
    "Allocated sources,Pickup Location Code,Braintree Transaction Source,Dispute State"
)
REQUIRED = (("ID",), ("Purchase Date",), ("Grand Total (Base)",), ("Status",))
ORDERS = {
    "order_id": "ID",
    "ordered_at": "Purchase Date",
    "customer_name": "Customer Name",
    "email": "Customer Email",
    "gross_amount": "Subtotal",
    "shipping_amount": "Shipping and Handling",
    "total_amount": "Grand Total (Base)",
    "purchased_amount": "Grand Total (Purchased)",
    "refunded_amount": "Total Refunded",
    "recipient_name": "Ship-to Name",
    "recipient_address": "Shipping Address",
    "_bill_to": "Bill-to Name",
    "_status": "Status",
}
WRITTEN = "%b %d, %Y %I:%M:%S %p"
STATES = {
    "received": ("open", "pending"),
    "pending": ("open", "pending"),
    "pending payment": ("open", "pending"),
    "pending paypal": ("open", "pending"),
    "payment review": ("open", "pending"),
    "suspected fraud": ("open", "pending"),
    "fraud": ("open", "pending"),
    "on hold": ("open", "pending"),
    "holded": ("open", "pending"),
    "processing": ("open", "paid"),
    "complete": ("completed", "paid"),
    "closed": ("completed", "refunded"),
    "canceled": ("cancelled", "voided"),
    "cancelled": ("cancelled", "voided"),
    "rejected": ("cancelled", "voided"),
}


def _arrange(table: Table, source: Source) -> Frames:
    orders = table.pick(ORDERS).with_columns(
        customer_name=pl.coalesce("customer_name", "_bill_to"), channel=pl.lit("web")
    )
    if not source.date_format:
        text = pl.col("ordered_at")
        moment = text.str.to_datetime(WRITTEN, strict=False)
        written = moment.dt.to_string("%Y-%m-%d %H:%M:%S")
        orders = orders.with_columns(ordered_at=pl.coalesce(written, text))
    orders = orders.with_columns(states_of("_status", STATES))
    return {"orders": orders, "order_lines": no_lines(table)}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    total, purchased = pl.col("total_amount"), pl.col("purchased_amount")
    shipping = pl.col("shipping_amount").fill_null(0)
    gross = pl.coalesce("gross_amount", total - shipping).cast(AMOUNT)
    in_base = rounded(
        pl.col("refunded_amount").cast(EXACT)
        * total.cast(EXACT)
        / pl.when(purchased != 0).then(purchased.cast(EXACT)),
        AMOUNT,
    )
    none = pl.lit(0).cast(AMOUNT)
    orders = (
        frames["orders"]
        .with_columns(
            gross_amount=gross,
            _beyond=total - shipping - gross,
            refunded_amount=pl.when(purchased != total)
            .then(in_base)
            .otherwise("refunded_amount"),
        )
        .with_columns(
            tax_amount=pl.max_horizontal("_beyond", none).cast(AMOUNT),
            discount_amount=pl.max_horizontal(-pl.col("_beyond"), none).cast(AMOUNT),
        )
    )
    return take_back({**frames, "orders": orders})


LAYOUT = Layout(
    "magento2_orders",
    fixed_shape(KNOWN, REQUIRED, ORDERS),
    _arrange,
    takes_no_columns,
    _refine,
    contracts_of_totals("purchased_amount", "refunded_amount"),
    group_by=grouped_by("ID"),
)
