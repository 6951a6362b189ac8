"""What the exports of Chinese marketplaces have in common.

Their clocks stand in Shanghai and their money is the yuan, wherever the shop is. The
receiver stands for the buyer, of whom a marketplace gives no more than an account;
what it hides (``138****0000``, ``##cipher``) names nobody.

A number of eighteen figures that a spreadsheet has stored as ``5.02E+17`` has lost
its last figures: many orders would have the same one. Such a row is set aside.
"""

from collections.abc import Mapping

import polars as pl

from flows.landing.codes import read_address
from flows.landing.layouts.layout import Frames
from flows.landing.layouts.order_totals import states_of

__all__ = [
    "CLOSED",
    "ZONE",
    "clean_number",
    "in_china",
    "is_cut_short",
    "paid_states",
    "set_cut_short_aside",
    "unmasked",
]

ZONE = "Asia/Shanghai"
CURRENCY = "CNY"
WRITTEN_AS_TEXT = r"""^=?["'`\s]*(.*?)["'\s]*$"""  # ="123", '123 and a tab before it
IN_POWERS_OF_TEN = r"^[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+$"
CUT_SHORT = (
    "the order number was stored as a power of ten by a spreadsheet and has lost its "
    "last figures: put the file there as it was exported"
)
# What follows a comma or a bracket says what the state waits for.
WAITS_FOR = r"^(.+?)\s*[,，（].*$"
CLOSED = "closed"


def clean_number(text: pl.Expr) -> pl.Expr:
    """A number without what makes spreadsheets take it for text."""
    bare = text.str.extract(WRITTEN_AS_TEXT)
    return pl.when(bare != "").then(bare)


def unmasked(text: pl.Expr) -> pl.Expr:
    """What is written out, null where it is masked or encrypted."""
    return read_address(clean_number(text))


def is_cut_short(number: str) -> pl.Expr:
    """Whether a spreadsheet has cut off the last figures of ``number``."""
    return pl.col(number).str.contains(IN_POWERS_OF_TEN).fill_null(False)


def in_china(rows: pl.DataFrame) -> pl.DataFrame:
    """Orders of a marketplace: their clock, money and channel, and whose they are."""
    order_id = clean_number(pl.col("order_id"))
    return rows.with_columns(
        order_id=order_id,
        customer_id=unmasked(pl.col("customer_id")),
        recipient_name=unmasked(pl.col("recipient_name")),
        recipient_address=unmasked(pl.col("recipient_address")),
        phone=clean_number(pl.col("phone")),
        currency=pl.lit(CURRENCY),
        channel=pl.lit("web"),
        country=pl.lit("CN"),
        _zone=pl.lit(ZONE),
    ).with_columns(
        customer_name=pl.col("recipient_name"), _is_cut_short=is_cut_short("order_id")
    )


def paid_states(
    orders: pl.DataFrame, states: Mapping[str, tuple[str, str]], was_paid: pl.Expr
) -> pl.DataFrame:
    """``status`` and ``payment_status`` by the word in ``_status``.

    What was paid and then closed has been paid back; what was closed and never paid
    is no debt.

    Args:
        orders: texts.
        states: word -> status, payment status; ``CLOSED`` where money decides.
        was_paid: whether money came in, of an order that was closed.
    """
    words = orders.with_columns(pl.col("_status").str.replace(WAITS_FOR, "$1"))
    found = words.with_columns(states_of("_status", states))
    closed = pl.when(was_paid).then(pl.lit("refunded")).otherwise(pl.lit("voided"))
    return found.with_columns(
        payment_status=pl.when(pl.col("payment_status") == CLOSED)
        .then(closed)
        .otherwise("payment_status")
    )


def set_cut_short_aside(frames: Frames) -> Frames:
    """Give the rows whose order number was cut short that as their reason."""
    return {
        entity: rows.with_columns(
            reason=pl.coalesce(
                "reason", pl.when("_is_cut_short").then(pl.lit(CUT_SHORT))
            )
        )
        if "_is_cut_short" in rows.columns
        else rows
        for entity, rows in frames.items()
    }
