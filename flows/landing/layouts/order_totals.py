"""What exports without line items have in common: an order is its money.

An order's goods are what ``gross_amount`` less ``discount_amount`` says: neither tax
nor shipping.
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from flows.landing.codes import read_id
from flows.landing.columns import AMOUNT, Column
from flows.landing.contracts import CONTRACTS, Contract
from flows.landing.layouts.vendor import address_of, full_name
from flows.landing.table import Table

__all__ = [
    "contracts_of_totals",
    "no_lines",
    "states_of",
    "web_orders",
    "work_out_goods",
]


def contracts_of_totals(*amounts: str) -> Mapping[str, Contract]:
    """The contracts of an export of orders without lines.

    Without its money such an order says nothing, so ``total_amount`` is required.

    Args:
        amounts: what the layout reads besides, to work with; it does not land.
    """
    orders = CONTRACTS["orders"]
    own = tuple(Column(name, "amount") for name in amounts)
    columns = tuple(
        replace(column, required=column.required or column.name == "total_amount")
        for column in orders.columns
    )
    return {**CONTRACTS, "orders": replace(orders, columns=columns + own)}


def no_lines(table: Table) -> pl.DataFrame:
    """Order lines that are none, for the refunds' lines to join."""
    return table.pick({}).clear()


def web_orders(orders: pl.DataFrame) -> pl.DataFrame:
    """Who ordered and where it goes, of a web shop's columns for names and places."""
    return orders.with_columns(
        channel=pl.lit("web"),
        customer_name=full_name("_given", "_family"),
        country=pl.coalesce("_billing_country", "_country"),
        _zip=read_id(pl.col("_zip")),
    ).with_columns(
        recipient_address=address_of("_street", "_city", "_zip", "_region", "_country")
    )


def states_of(word: str, states: Mapping[str, tuple[str, str]]) -> list[pl.Expr]:
    """``status`` and ``payment_status`` by the export's one word for both.

    A word of the shop's own stays the status, and says nothing of the payment.

    Args:
        word: the column that has it.
        states: lower-case word -> status, payment status.
    """
    spelled = pl.col(word).str.to_lowercase().str.replace_all("[_-]", " ")
    status, payment = (
        spelled.replace_strict(
            {key: state[place] for key, state in states.items()},
            default=None,
            return_dtype=pl.String,
        )
        for place in (0, 1)
    )
    return [
        pl.coalesce(status, word).alias("status"),
        payment.alias("payment_status"),
    ]


def work_out_goods(orders: pl.DataFrame) -> pl.DataFrame:
    """Say what of each total is goods, so that with tax and shipping it is the total.

    What the export calls the price of the goods stays ``gross_amount`` unless the
    goods cost more; what they cost less is the discount.
    """
    goods = (
        pl.col("total_amount")
        - pl.col("tax_amount").fill_null(0)
        - pl.col("shipping_amount").fill_null(0)
    ).cast(AMOUNT)
    return orders.with_columns(
        gross_amount=pl.max_horizontal("gross_amount", goods)
    ).with_columns(discount_amount=(pl.col("gross_amount") - goods).cast(AMOUNT))
