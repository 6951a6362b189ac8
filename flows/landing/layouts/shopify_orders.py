"""Shopify's order export: one row per line item, the order itself on its first row.

An order's discount is spread over its lines, so that they sum to its Subtotal. What
was refunded becomes an order of its own, ``<Name>-refund``, with one negative line:
the goods' part of it, no more than the Subtotal, because Shipping and Taxes are no
line either. The export does not say when; it counts on the day of cancellation where
there is one, else on the order's own day, which is the same in every later export.
"""

import polars as pl

from flows.landing.codes import read_id
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.shopify_headers import ORDER_HEADERS
from flows.landing.layouts.shopify_money import refund_orders, spread_order_discounts
from flows.landing.layouts.vendor import address_of, fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]

REQUIRED = (
    ("Name",),
    ("Created at",),
    ("Lineitem quantity",),
    ("Lineitem sku", "Lineitem name"),
    ("Lineitem price",),
)
ORDERS = {
    "order_id": "Name",
    "ordered_at": "Created at",
    "email": "Email",
    "store_id": "Location",
    "cashier": "Employee",
    "payment_status": "Financial Status",
    "currency": "Currency",
    "discount_amount": "Discount Amount",
    "tax_amount": "Taxes",
    "shipping_amount": "Shipping",
    "total_amount": "Total",
    "coupon_code": "Discount Code",
    "recipient_name": "Shipping Name",
    "_subtotal": "Subtotal",
    "_refunded": "Refunded Amount",
    "_cancelled_at": "Cancelled at",
    "_fulfilled": "Fulfillment Status",
    "_source": "Source",
    "_phone": "Phone",
    "_billing_phone": "Billing Phone",
    "_billing_name": "Billing Name",
    "_billing_country": "Billing Country",
    "_shipping_street": "Shipping Street",
    "_shipping_1": "Shipping Address1",
    "_shipping_2": "Shipping Address2",
    "_shipping_city": "Shipping City",
    "_shipping_zip": "Shipping Zip",
    "_shipping_province": "Shipping Province",
    "_shipping_country": "Shipping Country",
}
ORDER_LINES = {
    "order_id": "Name",
    "product_id": "Lineitem sku",
    "product_name": "Lineitem name",
    "quantity": "Lineitem quantity",
    "unit_price": "Lineitem price",
    "discount_amount": "Lineitem discount",
}
HEADERS = {**ORDERS, **ORDER_LINES, "product_id": "Lineitem sku, Lineitem name"}


def _arrange(table: Table, _source: Source) -> Frames:
    picked = table.pick(ORDERS)
    block = picked.select(
        pl.col("ordered_at").is_not_null().cum_sum().over("order_id").alias("_block")
    ).to_series()
    orders = _described(
        picked.with_columns(
            pl.exclude("row_number", "order_id").forward_fill().over("order_id"), block
        )
    )
    lines = table.pick(ORDER_LINES).with_columns(
        pl.coalesce("product_id", "product_name"), orders["_subtotal"], block
    )
    place = lines.select(pl.int_range(pl.len()).over("order_id", "_block")).to_series()
    return {
        "orders": orders,
        "order_lines": lines.with_columns(
            table.repeats(place.alias("place")).alias("_is_repeated"),
            orders["discount_amount"].alias("_order_discount"),
        ),
    }


def _described(orders: pl.DataFrame) -> pl.DataFrame:
    """What several columns of the export say together."""
    fulfilled = pl.col("_fulfilled").str.to_lowercase()
    is_pos = pl.col("_source").str.to_lowercase().eq_missing("pos")
    street = pl.coalesce(
        "_shipping_street", address_of("_shipping_1", "_shipping_2")
    ).alias("_street")
    return orders.with_columns(
        street, read_id(pl.col("_shipping_zip")).alias("_zip")
    ).with_columns(
        phone=pl.coalesce("_phone", "_billing_phone"),
        customer_name=pl.coalesce("_billing_name", "recipient_name"),
        country=pl.coalesce("_billing_country", "_shipping_country"),
        channel=pl.when(is_pos).then(pl.lit("store")).otherwise(pl.lit("web")),
        status=pl.when(pl.col("_cancelled_at").is_not_null())
        .then(pl.lit("cancelled"))
        .when(fulfilled.eq_missing("fulfilled"))
        .then(pl.lit("completed"))
        .otherwise(pl.lit("open")),
        recipient_address=address_of(
            "_street",
            "_shipping_city",
            "_zip",
            "_shipping_province",
            "_shipping_country",
        ),
    )


def _refine(frames: Frames, reading: Reading) -> Frames:
    lines = spread_order_discounts(frames["order_lines"])
    return refund_orders(frames["orders"], lines, reading)


LAYOUT = Layout(
    "shopify_orders",
    fixed_shape(ORDER_HEADERS, REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    group_by=grouped_by("Name"),
)
