"""What Loyverse's exports of receipts have in common: when, who, and what became of it.

A receipt is a sale or a refund; a refund has a number of its own and does not say which
sale it takes back. Some files write its money below zero and some do not; it lands
below zero. A cancelled receipt counts in no report of Loyverse's and never counts here.

Dates are as the back office's language writes them, so ``date_format`` decides, with
one exception: ``8/17/26 12:16 PM``, two figures for the year and a capital AM or PM
after a blank, is how only the American setting writes.
"""

import polars as pl

from flows.settings import Source

__all__ = ["RECEIPT", "described", "signed"]

RECEIPT = {
    "order_id": "Receipt number",
    "ordered_at": "Date",
    "store_id": "Store",
    "cashier": "Cashier name",
    "customer_name": "Customer name",
    "_type": "Receipt type",
    "_status": "Status",
    "_contacts": "Customer contacts",
}
AMERICAN = r"^\d{1,2}/\d{1,2}/\d{2} \d{1,2}:\d{2} [AP]M$"
EMAIL = r"[^\s,;:<>]+@[^\s,;:<>]+\.[^\s,;:<>]+"
PHONE = r"\+?[0-9(][0-9 ().-]{4,}[0-9]"


def described(receipts: pl.DataFrame, source: Source) -> pl.DataFrame:
    """What the texts of ``RECEIPT`` say, in our words."""
    contacts = pl.col("_contacts")
    is_cancelled = (
        pl.col("_status").str.to_lowercase().is_in(["cancelled", "canceled", "voided"])
    ).fill_null(False)
    return receipts.with_columns(
        ordered_at=_readable(pl.col("ordered_at"), source),
        email=contacts.str.extract(f"({EMAIL})"),
        phone=contacts.str.replace_all(EMAIL, " ").str.extract(f"({PHONE})"),
        channel=pl.lit("store"),
        status=pl.when(is_cancelled)
        .then(pl.lit("cancelled"))
        .otherwise(pl.lit("completed")),
        payment_status=pl.when(is_cancelled)
        .then(pl.lit("voided"))
        .otherwise(pl.lit("paid")),
        _is_refund=pl.col("_type").str.to_lowercase().eq_missing("refund"),
    )


def _readable(text: pl.Expr, source: Source) -> pl.Expr:
    """American dates with the year first, unless the source says how dates are."""
    plain = text.str.replace_all("[\u00a0\u202f]", " ")
    if source.date_format:
        return plain
    american = pl.when(plain.str.contains(AMERICAN)).then(plain)
    moment = american.str.to_datetime("%m/%d/%y %I:%M %p", strict=False)
    return pl.coalesce(moment.dt.to_string("%Y-%m-%d %H:%M:%S"), plain)


def signed(name: str) -> pl.Expr:
    """An amount or quantity, a refund's below zero."""
    value = pl.col(name)
    return pl.when("_is_refund").then(-value.abs()).otherwise(value).alias(name)
