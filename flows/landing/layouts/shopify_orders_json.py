"""Shopify's orders as its REST API gives them, one document per order.

Ids are those of Shopify's CSV exports (the order's name, an article's SKU), so that
either may follow the other. Each refund is an order of its own on the day it was made,
``<name>-refund-<id>``, whose lines take back what came back. A test order lands as
unpaid: nobody paid for it, so it never counts.
"""

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.figures import read_decimal, read_figures
from flows.landing.layouts.discounts import spread_discounts
from flows.landing.layouts.documents import (
    items_of,
    newest_versions,
    numbered,
    words_of,
)
from flows.landing.layouts.layout import Frames, Layout
from flows.landing.layouts.shopify_customer_json import (
    CUSTOMER_HEADERS,
    consents_of,
    customers_of,
    date_consents,
)
from flows.landing.layouts.shopify_headers import ORDER_KEYS
from flows.landing.layouts.shopify_refunds import refunds_of, total_refunds
from flows.landing.layouts.vendor import (
    SNAPSHOT_CONTRACTS,
    address_of,
    fixed_shape,
    full_name,
    takes_no_columns,
)
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]

REQUIRED = (("name", "id"), ("created_at",), ("line_items",))
ORDERS = {
    "order_id": "name",
    "ordered_at": "created_at",
    "customer_id": "customer.id",
    "email": "email",
    "phone": "phone",
    "store_id": "location_id",
    "cashier": "user_id",
    "payment_status": "financial_status",
    "currency": "currency",
    "gross_amount": "total_line_items_price",
    "discount_amount": "total_discounts",
    "tax_amount": "total_tax",
    "shipping_amount": "total_shipping_price_set.shop_money.amount",
    "total_amount": "total_price",
    "recipient_name": "shipping_address.name",
    "updated_at": "updated_at",
    "_id": "id",
    "_cancelled_at": "cancelled_at",
    "_fulfilled": "fulfillment_status",
    "_test": "test",
    "_source": "source_name",
    "_contact_email": "contact_email",
    "_customer_email": "customer.email",
    "_customer_phone": "customer.phone",
    "_given_name": "customer.first_name",
    "_family_name": "customer.last_name",
    "_billing_name": "billing_address.name",
    "_billing_phone": "billing_address.phone",
    "_billing_country": "billing_address.country_code",
    "_shipping_1": "shipping_address.address1",
    "_shipping_2": "shipping_address.address2",
    "_shipping_city": "shipping_address.city",
    "_shipping_zip": "shipping_address.zip",
    "_shipping_province": "shipping_address.province_code",
    "_shipping_country": "shipping_address.country_code",
}
LINES = {
    "product_id": "sku",
    "product_name": "name",
    "variant": "variant_title",
    "quantity": "quantity",
    "unit_price": "price",
    "discount_amount": "total_discount",
    "_title": "title",
    "_id": "id",
    "_product": "product_id",
}
ADDRESS = ("1", "2", "city", "zip", "province", "country")
HEADERS = {
    **CUSTOMER_HEADERS,
    **ORDERS,
    "order_id": "name, id",
    "product_id": "line_items: sku, name",
    "quantity": "line_items: quantity",
    "unit_price": "line_items: price",
}


def _arrange(table: Table, _source: Source) -> Frames:
    orders = _orders(table)
    lines = _lines(table, orders)
    refunds, returned = refunds_of(table, orders, lines)
    return {
        "orders": pl.concat([orders, refunds]),
        "order_lines": pl.concat([lines, returned], how="diagonal"),
        "customers": customers_of(table),
        "consents": consents_of(table),
    }


def _orders(table: Table) -> pl.DataFrame:
    shipping = items_of(table, "shipping_lines").sums("price").cast(pl.String)
    coupons = words_of(items_of(table, "discount_codes"), "code")
    is_pos = pl.col("_source").str.to_lowercase().eq_missing("pos")
    is_test = pl.col("_test").str.to_lowercase().eq_missing("true")
    return table.pick(ORDERS).with_columns(
        pl.coalesce("order_id", "_id"),
        shipping_amount=pl.coalesce("shipping_amount", shipping),
        coupon_code=coupons,
        email=pl.coalesce("email", "_contact_email", "_customer_email"),
        phone=pl.coalesce("phone", "_customer_phone", "_billing_phone"),
        customer_name=pl.coalesce(
            "_billing_name", "recipient_name", full_name("_given_name", "_family_name")
        ),
        country=pl.coalesce("_billing_country", "_shipping_country"),
        channel=pl.when(is_pos).then(pl.lit("store")).otherwise(pl.lit("web")),
        status=pl.when(pl.col("_cancelled_at").is_not_null())
        .then(pl.lit("cancelled"))
        .when(pl.col("_fulfilled").eq_missing("fulfilled"))
        .then(pl.lit("completed"))
        .otherwise(pl.lit("open")),
        payment_status=pl.when(is_test)
        .then(pl.lit("unpaid"))
        .otherwise("payment_status"),
        recipient_address=address_of(*(f"_shipping_{part}" for part in ADDRESS)),
    )


def _lines(table: Table, orders: pl.DataFrame) -> pl.DataFrame:
    """The articles of each order, with what each was discounted by."""
    items = items_of(table, "line_items")
    allocated = items_of(items.table, "discount_allocations").sums("amount")
    picked = items.table.pick(LINES)
    lines = picked.with_columns(
        orders["order_id"].gather(items.parents),
        pl.coalesce("product_id", "product_name", "_title", "_product"),
        pl.coalesce("product_name", "_title"),
        orders["discount_amount"].gather(items.parents).alias("_order_discount"),
        allocated.alias("_allocated"),
        read_figures(picked["discount_amount"], 2).alias("_own"),
        _is_return=pl.lit(value=False),
    )
    is_allocated = pl.col("_allocated").is_not_null().any().over("row_number")
    whole = read_decimal(pl.col("_order_discount"), AMOUNT).fill_null(0)
    rest = whole - pl.col("_own").fill_null(0).sum().over("row_number")
    return numbered(lines, "row_number").with_columns(
        discount_amount=pl.when(is_allocated)
        .then(pl.col("_allocated").fill_null(0))
        .otherwise("_own")
        .cast(pl.String),
        _order_discount=pl.when(is_allocated | (rest < 0))
        .then(pl.lit("0"))
        .otherwise(rest.cast(pl.String)),
    )


def _refine(frames: Frames, reading: Reading) -> Frames:
    lines = frames["order_lines"].with_columns(_is_repeated=pl.lit(value=False))
    sold = spread_discounts(
        lines.filter(~pl.col("_is_return")),
        pl.lit(None, AMOUNT),
        read_decimal(pl.col("_order_discount"), AMOUNT),
        "row_number",
    )
    returned = lines.filter("_is_return")
    spread = {**frames, "order_lines": pl.concat([sold, returned])}
    return newest_versions(date_consents(total_refunds(spread), reading))


LAYOUT = Layout(
    "shopify_orders_json",
    fixed_shape(ORDER_KEYS, REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    SNAPSHOT_CONTRACTS,
    group_by=lambda _source, table: "name" if table.has("name") else "id",
)
