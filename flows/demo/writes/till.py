"""The tills' items: Square's "items detail" export, one file a month."""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.writes.text import by_month, clock, laid_out, shop_name, till_money

__all__ = ["HEADER", "pages"]

HEADER = (
    "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,"
    "Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,"
    "Details,Event Type,Location,Dining Option,Customer ID,Customer Name,"
    "Customer Reference ID,Unit,Count,GTIN,Itemization Type,Commission,Employee,"
    "Fulfillment Note,Channel,Token,Card Brand,PAN Suffix"
)
OLD_TILL_DAYS = 180  # how long the tills had the wrong currency sign
UNREADABLE_DATE = "2025-02-30"
CARD_BRANDS = ("China UnionPay", None, "Visa", None)
PAN_SUFFIXES = ("0001", None, "0002", None)


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every file's path in the home, and its rows."""
    products = town.products.select(
        "sku", "category", "variant", pl.col("name").alias("item")
    ).with_row_index("product")
    lines = town.till_lines.join(
        products.with_columns(pl.col("product").cast(pl.Int64)),
        on="product",
        how="left",
        validate="m:1",
        maintain_order="left",
    )
    for month, rows in by_month(lines):
        yield f"inbox/till/items_{month}.csv", laid_out(rows, HEADER, _values())


def _values() -> dict[str, pl.Expr]:
    return {**_article(), **_amounts(), **_receipt()}


def _article() -> dict[str, pl.Expr]:
    by_hand = pl.col("product").is_null()
    is_named = pl.col("planted").ne_missing("product")
    return {
        "Category": pl.col("category").fill_null("Uncategorized"),
        "Item": pl.when(is_named).then(pl.col("item").fill_null("Custom Amount")),
        "Price Point Name": pl.when(is_named).then("variant"),
        "SKU": pl.when(is_named).then("sku"),
        "Qty": pl.col("quantity").cast(pl.String) + ".0",
        "Unit": pl.lit("ea"),
        "Count": pl.col("quantity"),
        "Itemization Type": pl.when(by_hand)
        .then(pl.lit("Custom Amount"))
        .otherwise(pl.lit("Physical Good")),
        "Token": pl.lit("IT") + pl.col("sku").str.replace("-", ""),
    }


def _amounts() -> dict[str, pl.Expr]:
    is_old = pl.col("day") < OLD_TILL_DAYS
    nothing = till_money(pl.lit(0), is_old)
    return {
        "Gross Sales": till_money(pl.col("gross"), is_old),
        "Discounts": till_money(-pl.col("discount"), is_old),
        "Net Sales": till_money(pl.col("net"), is_old),
        "Tax": nothing,
        "Commission": nothing,
    }


def _receipt() -> dict[str, pl.Expr]:
    store = shop_name()
    pays_by = pl.col("pays_by")
    return {
        "Date": pl.when(pl.col("planted").eq_missing("date"))
        .then(pl.lit(UNREADABLE_DATE))
        .otherwise(pl.col("date").cast(pl.String)),
        "Time": clock(pl.col("second")),
        "Time Zone": pl.lit("Beijing"),
        "Transaction ID": pl.col("transaction_id"),
        "Payment ID": pl.col("payment_id"),
        "Device Name": store + " till " + (pl.col("order") % 2 + 1).cast(pl.String),
        "Event Type": pl.col("event"),
        "Location": store,
        "Customer ID": pl.col("customer_id"),
        "Customer Name": pl.col("name_text"),
        "Customer Reference ID": pl.col("member_number"),
        "Employee": pl.col("cashier"),
        "Channel": store,
        "Card Brand": pays_by.replace_strict(
            dict(enumerate(CARD_BRANDS)), return_dtype=pl.String
        ),
        "PAN Suffix": pays_by.replace_strict(
            dict(enumerate(PAN_SUFFIXES)), return_dtype=pl.String
        ),
    }
