"""The web shop's orders: Shopify's order export, one file a month.

The first row of an order carries the order; the rows of its further lines carry the
name, the e-mail and the line alone. Figures that a spreadsheet would spoil begin with
an apostrophe.
"""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.window import DAYS
from flows.demo.writes.text import by_month, laid_out, plain_money

__all__ = ["HEADER", "order_name", "pages"]

HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,"
    "Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,"
    "Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,"
    "Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,"
    "Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,"
    "Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,"
    "Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Id,Tags,"
    "Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,"
    "Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,"
    "Receipt Number,Duties,Billing Province Name,Shipping Province Name,"
    "Payment Terms Name,Next Payment Due At"
)
FIRST_NUMBER = 1001
UNREADABLE_DATE = "in the spring"
UNREADABLE_SHIPPING = "free"
PAYMENTS = ("Alipay", "WeChat Pay", "UnionPay")
LOCAL = "%Y-%m-%d %H:%M:%S +0800"
APOSTROPHE = pl.lit("'")

IS_CANCELLED = pl.col("is_cancelled")
IS_PAID = pl.col("state").is_in(["paid", "refunded", "partially_refunded"])
IS_SENT = IS_PAID & (pl.col("sent_day") < DAYS)
CREATED = pl.col("date").cast(pl.Datetime) + pl.duration(seconds="second")


def order_name() -> pl.Expr:
    """The order's name in the shop and in its export: ``#1001``."""
    return pl.lit("#") + (pl.col("order") + FIRST_NUMBER).cast(pl.String)


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every file's path in the home, and its rows."""
    products = town.products.select(
        "sku", "variant", "brand", pl.col("name").alias("item")
    ).with_row_index("product")
    lines = (
        town.web_lines.drop("amount")
        .join(
            products.with_columns(pl.col("product").cast(pl.Int64)),
            on="product",
            how="left",
            validate="m:1",
            maintain_order="left",
        )
        .join(
            town.web_orders,
            on="order",
            how="left",
            validate="m:1",
            maintain_order="left",
        )
    )
    is_first = pl.col("line") == 1
    order = {name: pl.when(is_first).then(value) for name, value in _order().items()}
    for month, rows in by_month(lines):
        path = f"inbox/webshop/orders_{month}.csv"
        yield path, laid_out(rows, HEADER, {**order, **_line()})


def _line() -> dict[str, pl.Expr]:
    is_named = pl.col("planted").ne_missing("product") | (pl.col("line") > 1)
    sent = pl.when(IS_SENT).then(pl.lit("fulfilled")).otherwise(pl.lit("pending"))
    return {
        "Name": order_name(),
        "Email": pl.col("email_text"),
        "Lineitem quantity": pl.col("quantity"),
        "Lineitem name": pl.when(is_named).then(
            pl.concat_str("item", "variant", separator=" - ")
        ),
        "Lineitem price": plain_money(pl.col("unit_price")),
        "Lineitem sku": pl.when(is_named).then("sku"),
        "Lineitem requires shipping": pl.lit("true"),
        "Lineitem taxable": pl.lit("true"),
        "Lineitem fulfillment status": sent,
        "Lineitem discount": pl.lit("0.00"),
        "Vendor": pl.col("brand"),
    }


def _order() -> dict[str, pl.Expr]:
    return {
        **_sums(),
        **_states(),
        **_address("Billing", pl.col("name"), pl.col("billing_phone")),
        **_address("Shipping", pl.col("shipping_name"), pl.col("shipping_phone")),
        "Notes": pl.when("is_gift").then(pl.lit("A gift: please, no receipt")),
        "Id": APOSTROPHE + pl.col("internal_id").cast(pl.String),
        "Phone": APOSTROPHE + pl.col("phone_text"),
        "Risk Level": pl.lit("Low"),
        "Source": pl.lit("web"),
        "Tags": pl.when("is_gift").then(pl.lit("gift, wrapped")),
    }


def _sums() -> dict[str, pl.Expr]:
    shipping = plain_money(pl.col("shipping"))
    return {
        "Currency": pl.col("currency"),
        "Subtotal": plain_money(pl.col("subtotal")),
        "Shipping": pl.when(pl.col("planted").eq_missing("shipping"))
        .then(pl.lit(UNREADABLE_SHIPPING))
        .otherwise(shipping),
        "Taxes": pl.lit("0.00"),
        "Total": plain_money(pl.col("total")),
        "Discount Code": pl.col("code"),
        "Discount Amount": plain_money(pl.col("discount")),
        "Refunded Amount": plain_money(pl.col("refunded")),
    }


def _states() -> dict[str, pl.Expr]:
    paid_at = CREATED + pl.duration(seconds="pays_after")
    sent_at = CREATED.dt.truncate("1d") + pl.duration(
        days=pl.col("sent_day") - pl.col("day"), hours=16
    )
    accepts = pl.col("is_account") & pl.col("accepts_email").fill_null(value=False)
    return {
        "Financial Status": pl.col("state"),
        "Created at": pl.when(pl.col("planted").eq_missing("date"))
        .then(pl.lit(UNREADABLE_DATE))
        .otherwise(CREATED.dt.strftime(LOCAL)),
        "Paid at": pl.when(IS_PAID).then(paid_at.dt.strftime(LOCAL)),
        "Fulfillment Status": pl.when(IS_SENT)
        .then(pl.lit("fulfilled"))
        .otherwise(pl.lit("unfulfilled")),
        "Fulfilled at": pl.when(IS_SENT).then(sent_at.dt.strftime(LOCAL)),
        "Cancelled at": pl.when(IS_CANCELLED).then(paid_at.dt.strftime(LOCAL)),
        "Accepts Marketing": pl.when(accepts)
        .then(pl.lit("yes"))
        .otherwise(pl.lit("no")),
        "Shipping Method": pl.lit("Standard"),
        "Payment Method": pl.when(IS_PAID).then(
            pl.col("pays_by").replace_strict(
                dict(enumerate(PAYMENTS)), return_dtype=pl.String
            )
        ),
        "Payment Reference": pl.when(IS_PAID).then(
            pl.lit("r") + pl.col("internal_id").cast(pl.String) + ".1"
        ),
    }


def _address(kind: str, name: pl.Expr, phone: pl.Expr) -> dict[str, pl.Expr]:
    street = pl.col("street_text")
    return {
        f"{kind} Name": name,
        f"{kind} Street": street,
        f"{kind} Address1": street,
        f"{kind} City": pl.col("city"),
        f"{kind} Zip": APOSTROPHE + pl.col("postcode"),
        f"{kind} Province": pl.col("province"),
        f"{kind} Country": pl.lit("CN"),
        f"{kind} Phone": APOSTROPHE + phone,
    }
