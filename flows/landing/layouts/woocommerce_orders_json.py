"""WooCommerce's orders as its REST API gives them, one document per order.

A line's money is what was paid for it without tax, after coupons; a charge is a line
of its own, ``fee``, and one below zero, which some shops grant so, ``discount``. The
API names refunds without their day: they count on the day of their order.
"""

import html

import polars as pl

from flows.landing.columns import AMOUNT, PRICE
from flows.landing.figures import EXACT, read_decimal, rounded
from flows.landing.layouts.documents import (
    Items,
    items_of,
    newest_versions,
    numbered,
    words_of,
)
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.order_totals import (
    contracts_of_totals,
    states_of,
    web_orders,
)
from flows.landing.layouts.refunds import take_back
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.layouts.woocommerce_orders_csv import GUEST, STATES
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]

KNOWN = (
    "id,parent_id,number,order_key,created_via,version,status,currency,"
    "currency_symbol,date_created,date_created_gmt,date_modified,date_modified_gmt,"
    "discount_total,discount_tax,shipping_total,shipping_tax,cart_tax,total,total_tax,"
    "prices_include_tax,customer_id,customer_ip_address,customer_user_agent,"
    "customer_note,billing,shipping,payment_method,payment_method_title,"
    "transaction_id,date_paid,date_paid_gmt,date_completed,date_completed_gmt,"
    "cart_hash,meta_data,line_items,tax_lines,shipping_lines,fee_lines,coupon_lines,"
    "refunds,payment_url,is_editable,needs_payment,needs_processing,set_paid,_links"
)
REQUIRED = (
    ("id",),
    ("date_created_gmt", "date_created"),
    ("status",),
    ("total",),
    ("line_items",),
)
ORDERS = {
    "order_id": "id",
    "ordered_at": "date_created_gmt",
    "customer_id": "customer_id",
    "email": "billing.email",
    "phone": "billing.phone",
    "currency": "currency",
    "tax_amount": "total_tax",
    "shipping_amount": "shipping_total",
    "total_amount": "total",
    "updated_at": "date_modified_gmt",
    "_ordered_there": "date_created",
    "_updated_there": "date_modified",
    "_paid_at": "date_paid",
    "_status": "status",
    "_given": "billing.first_name",
    "_family": "billing.last_name",
    "_billing_country": "billing.country",
    "_street": "shipping.address_1",
    "_city": "shipping.city",
    "_zip": "shipping.postcode",
    "_region": "shipping.state",
    "_country": "shipping.country",
}
LINES = {
    "product_id": "sku",
    "product_name": "name",
    "quantity": "quantity",
    "line_amount": "total",
    "_subtotal": "subtotal",
    "_variation": "variation_id",
    "_product": "product_id",
}
HEADERS = {
    **ORDERS,
    "ordered_at": "date_created_gmt, date_created",
    "product_id": "line_items: sku, variation_id, product_id",
    "quantity": "line_items: quantity",
}
COLORS, SIZES = ("color", "colour", "颜色"), ("size", "尺码", "尺寸")


def _arrange(table: Table, _source: Source) -> Frames:
    customer = pl.col("customer_id")
    refunded = items_of(table, "refunds").sums("total").cast(pl.String)
    orders = (
        web_orders(table.pick(ORDERS))
        .with_columns(
            customer_id=pl.when(customer != GUEST).then(customer),
            ordered_at=pl.coalesce(_in_utc("ordered_at"), "_ordered_there"),
            updated_at=pl.coalesce(_in_utc("updated_at"), "_updated_there"),
            refunded_amount=refunded,
            coupon_code=words_of(items_of(table, "coupon_lines"), "code"),
        )
        .with_columns(states_of("_status", STATES))
    )
    is_paid = pl.col("_paid_at").is_not_null()
    orders = orders.with_columns(
        payment_status=pl.coalesce(
            "payment_status", pl.when(is_paid).then(pl.lit("paid"))
        )
    )
    lines = pl.concat([_articles(table), _charges(table)], how="diagonal")
    order_ids = orders.select("row_number", "order_id")
    lines = lines.join(
        order_ids, on="row_number", validate="m:1", maintain_order="left"
    )
    return {"orders": orders, "order_lines": numbered(lines, "row_number")}


def _in_utc(name: str) -> pl.Expr:
    """A time that the API tells in UTC without saying so."""
    return pl.col(name).str.replace("[Zz]$", "") + pl.lit("Z")


def _articles(table: Table) -> pl.DataFrame:
    items = items_of(table, "line_items")
    picked = items.table.pick(LINES)
    named = [
        pl.when(pl.col(name) != "0").then(name) for name in ("_variation", "_product")
    ]
    told = _described(items_of(items.table, "meta_data"))
    return picked.with_columns(
        _without_entities(picked["product_name"]),
        *(
            words_of(_of_keys(told, keys), "value").alias(name)
            for name, keys in (("color", COLORS), ("size", SIZES))
        ),
        variant=words_of(told, "value"),
    ).with_columns(product_id=pl.coalesce("product_id", *named, "product_name"))


def _charges(table: Table) -> pl.DataFrame:
    """What an order costs more or less for no article."""
    fees = items_of(table, "fee_lines").table.pick(
        {"product_name": "name", "line_amount": "total"}
    )
    is_below_zero = pl.col("line_amount").str.starts_with("-").eq_missing(other=True)
    return fees.with_columns(
        product_id=pl.when(is_below_zero)
        .then(pl.lit("discount"))
        .otherwise(pl.lit("fee")),
        quantity=pl.lit("1"),
        _subtotal="line_amount",
    )


def _described(metas: Items) -> Items:
    """What plugins and shops say of an article that people are meant to read."""
    said = metas.table.pick({"key": "key", "value": "value"}).select(
        ~pl.col("key").str.starts_with("_") & ~pl.col("value").str.contains(r"^[{\[]")
    )
    return metas.rows(said.to_series().fill_null(value=False))


def _of_keys(metas: Items, keys: tuple[str, ...]) -> Items:
    key = metas.table.pick({"key": "key"})["key"].str.to_lowercase()
    return metas.rows(key.str.strip_prefix("pa_").is_in(keys))


def _without_entities(names: pl.Series) -> pl.Series:
    """Names as people read them: ``&amp;`` is how a web page writes ``&``."""
    written = names.filter(names.str.contains("&", literal=True).fill_null(value=False))
    if not written.len():
        return names
    written = written.unique(maintain_order=True)
    read = html.unescape("\0".join(written)).split("\0")
    return names.replace(written, pl.Series(read, dtype=pl.String))


def _refine(frames: Frames, _reading: Reading) -> Frames:
    lines = frames["order_lines"].with_columns(
        _before=read_decimal(pl.col("_subtotal"), AMOUNT)
    )
    before, quantity = pl.col("_before").cast(EXACT), pl.col("quantity").cast(EXACT)
    lines = lines.with_columns(
        discount_amount=(pl.col("_before") - pl.col("line_amount")).cast(AMOUNT),
        unit_price=pl.when(pl.col("quantity") != 0).then(
            rounded(before / quantity, PRICE)
        ),
    )
    sums = lines.group_by("row_number").agg(
        pl.col("_before").sum().cast(AMOUNT).alias("gross_amount"),
        pl.col("discount_amount").sum().cast(AMOUNT),
    )
    orders = frames["orders"]
    summed = orders.drop("gross_amount", "discount_amount").join(
        sums, on="row_number", how="left", validate="m:1", maintain_order="left"
    )
    newest = newest_versions(
        {"orders": summed.select(orders.columns), "order_lines": lines}
    )
    taken = take_back(newest)
    none_repeated = pl.lit(value=False).alias("_is_repeated")
    return {**taken, "order_lines": taken["order_lines"].with_columns(none_repeated)}


LAYOUT = Layout(
    "woocommerce_orders_json",
    fixed_shape(KNOWN, REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    contracts_of_totals("refunded_amount"),
    group_by=grouped_by("id"),
)
