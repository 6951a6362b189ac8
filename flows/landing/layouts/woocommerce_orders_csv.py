"""Orders of WooCommerce as its plugins write them to CSV: no line items.

WooCommerce itself exports no orders, and plugins differ; this one needs the number,
day, status and total, and takes shipping, tax, discount and what was refunded from
those that write them (``shipping_total``, ``tax_total``, ``discount_total``,
``refunded_total``). Without these an order's goods are its whole total.

Statuses are WooCommerce's own ("Order Statuses" in its documentation), with or without
``wc-``. Processing and completed orders are paid; a refunded one was paid back whole
unless the file says how much.
"""

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.order_totals import (
    contracts_of_totals,
    no_lines,
    states_of,
    web_orders,
)
from flows.landing.layouts.refunds import take_back
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "order_id,order_date,order_status,customer_id,billing_first_name,"
    "billing_last_name,billing_email,billing_phone,billing_address_1,billing_city,"
    "billing_state,billing_postcode,billing_country,shipping_address_1,shipping_city,"
    "shipping_state,shipping_postcode,shipping_country,order_total,order_currency,"
    "payment_method"
)
OF_SOME = "shipping_total,tax_total,discount_total,refunded_total"
REQUIRED = (("order_id",), ("order_date",), ("order_status",), ("order_total",))
ORDERS = {
    "order_id": "order_id",
    "ordered_at": "order_date",
    "customer_id": "customer_id",
    "email": "billing_email",
    "phone": "billing_phone",
    "currency": "order_currency",
    "tax_amount": "tax_total",
    "shipping_amount": "shipping_total",
    "discount_amount": "discount_total",
    "total_amount": "order_total",
    "refunded_amount": "refunded_total",
    "_status": "order_status",
    "_given": "billing_first_name",
    "_family": "billing_last_name",
    "_billing_country": "billing_country",
    "_street": "shipping_address_1",
    "_city": "shipping_city",
    "_zip": "shipping_postcode",
    "_region": "shipping_state",
    "_country": "shipping_country",
}
GUEST = "0"
STATES = {
    "checkout draft": ("open", "unpaid"),
    "pending": ("open", "pending"),
    "pending payment": ("open", "pending"),
    "on hold": ("open", "pending"),
    "processing": ("open", "paid"),
    "completed": ("completed", "paid"),
    "refunded": ("completed", "refunded"),
    "cancelled": ("cancelled", "voided"),
    "failed": ("cancelled", "voided"),
    "trash": ("cancelled", "voided"),
}


def _arrange(table: Table, _source: Source) -> Frames:
    customer = pl.col("customer_id")
    orders = (
        web_orders(table.pick(ORDERS))
        .with_columns(
            pl.col("_status").str.replace("(?i)^wc-", ""),
            customer_id=pl.when(customer != GUEST).then(customer),
        )
        .with_columns(states_of("_status", STATES))
    )
    return {"orders": orders, "order_lines": no_lines(table)}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    goods = (
        pl.col("total_amount")
        - pl.col("tax_amount").fill_null(0)
        - pl.col("shipping_amount").fill_null(0)
    )
    discount = pl.col("discount_amount").abs()
    orders = frames["orders"].with_columns(
        discount, gross_amount=(goods + discount.fill_null(0)).cast(AMOUNT)
    )
    return take_back({**frames, "orders": orders})


LAYOUT = Layout(
    "woocommerce_orders_csv",
    fixed_shape(f"{KNOWN},{OF_SOME}", REQUIRED, ORDERS),
    _arrange,
    takes_no_columns,
    _refine,
    contracts_of_totals("refunded_amount"),
    group_by=grouped_by("order_id"),
)
