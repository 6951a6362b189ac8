"""Square's "items detail" export: one row per item rung up, refunds among them.

A refund carries its sale's Transaction ID and the day of its own. It lands as an
order of its own, ``<Transaction ID>-refund-<day>``, so that it counts on its day and
does not take the sale's place. Where the export writes its dates in the American
way, the source's ``date_format`` reads Date and Time with a blank between them.
"""

import polars as pl

from flows.landing.contracts import AMOUNT, PRICE
from flows.landing.figures import EXACT, read_decimal, rounded
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.square_zones import zone_of
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,"
    "Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,"
    "Details,Event Type,Location,Dining Option,Customer ID,Customer Name,"
    "Customer Reference ID,Unit,Count,GTIN,Itemization Type,Commission,Employee,"
    "Fulfillment Note,Channel,Token,Card Brand,PAN Suffix"
)
REQUIRED = tuple(
    (header,)
    for header in ("Date", "Time", "Item", "Qty", "Net Sales", "Transaction ID")
)
ORDERS = {
    "order_id": "Transaction ID",
    "customer_id": "Customer ID",
    "member_number": "Customer Reference ID",
    "customer_name": "Customer Name",
    "store_id": "Location",
    "_date": "Date",
    "_time": "Time",
    "_zone": "Time Zone",
    "_event": "Event Type",
}
ORDER_LINES = {
    "order_id": "Transaction ID",
    "product_id": "SKU",
    "product_name": "Item",
    "variant": "Price Point Name",
    "quantity": "Qty",
    "line_amount": "Net Sales",
    "_gross": "Gross Sales",
    "_tax": "Tax",
}
HEADERS = {
    **ORDERS,
    **ORDER_LINES,
    "ordered_at": "Date, Time",
    "product_id": "SKU, Item",
}
IS_REFUND = pl.col("_is_refund")
LANDS = pl.col("reason").is_null()


def _arrange(table: Table, _source: Source) -> Frames:
    orders = table.pick(ORDERS).with_columns(
        pl.when(pl.col("_date").is_not_null())
        .then(pl.concat_str("_date", "_time", separator=" ", ignore_nulls=True))
        .alias("ordered_at"),
        zone_of(pl.col("_zone")).alias("_zone"),
        pl.col("_event").str.to_lowercase().eq_missing("refund").alias("_is_refund"),
        channel=pl.lit("store"),
        status=pl.lit("completed"),
        payment_status=pl.lit("paid"),
    )
    by_name = pl.concat_str("product_name", "variant", separator="|", ignore_nulls=True)
    lines = table.pick(ORDER_LINES).with_columns(
        pl.coalesce("product_id", pl.when(by_name != "").then(by_name)),
        orders["_is_refund"],
    )
    return {"orders": orders, "order_lines": lines}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    orders = frames["orders"]
    lines = _with_signs(frames["order_lines"])
    order_id = (
        pl.when("_is_refund")
        .then(pl.format("{}-refund-{}", "order_id", orders["ordered_date"]))
        .otherwise("order_id")
    )
    lines = lines.with_columns(
        returned_order_id=pl.when("_is_refund").then("order_id"), order_id=order_id
    )
    orders = orders.with_columns(order_id=order_id).with_columns(
        *lines.select(
            _summed(name).alias(f"{name}_amount")
            for name in ("gross", "discount", "tax", "total")
        )
    )
    return {"orders": orders, "order_lines": lines}


def _with_signs(lines: pl.DataFrame) -> pl.DataFrame:
    """Amounts of a refund are below zero, however the export writes them."""
    gross = read_decimal(pl.col("_gross"), AMOUNT)
    tax = read_decimal(pl.col("_tax"), AMOUNT)
    signed = lines.with_columns(
        _signed(pl.col("quantity")).alias("quantity"),
        _signed(pl.col("line_amount")).alias("line_amount"),
        gross=_signed(gross),
        tax=_signed(tax),
    )
    exact_gross, exact_quantity = (
        pl.col("gross").cast(EXACT),
        pl.col("quantity").cast(EXACT),
    )
    return signed.with_columns(
        discount_amount=(pl.col("gross") - pl.col("line_amount")).cast(AMOUNT),
        unit_price=pl.when(pl.col("quantity") != 0).then(
            rounded(exact_gross / exact_quantity, PRICE)
        ),
    ).with_columns(
        discount="discount_amount",
        total=pl.col("line_amount") + pl.col("tax").fill_null(0),
    )


def _signed(value: pl.Expr) -> pl.Expr:
    return pl.when(IS_REFUND).then(-value.abs()).otherwise(value)


def _summed(name: str) -> pl.Expr:
    """The sum over the order's rows that land."""
    return pl.when(LANDS).then(name).sum().over("order_id").cast(AMOUNT)


LAYOUT = Layout(
    "square_items",
    fixed_shape(KNOWN, REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    group_by=grouped_by("Transaction ID"),
)
