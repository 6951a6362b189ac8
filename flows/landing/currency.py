"""Money that is not the shop's has no rate yet: its rows are set aside."""

import polars as pl

from flows.landing.layouts.layout import Frames
from flows.landing.reading import Reading

__all__ = ["is_of_unknown_worth", "without_foreign_money"]

NO_RATE = "no rate for "
# Where no row says its currency, money in the source's own currency is in these.
MONEY_COLUMNS = {
    "order_lines": ("unit_price", "line_amount"),
    "products": ("unit_cost", "list_price"),
}


def without_foreign_money(frames: Frames, reading: Reading) -> Frames:
    """Fill in the orders' currency, and give rows of another one a reason.

    An order's currency is its lines' too; lines and products that come without an
    order are in their source's.
    """
    if "orders" in frames:
        return {**frames, "orders": _orders(frames["orders"], reading)}
    if reading.currency == reading.shop_currency:
        return frames
    return {
        entity: _of_the_source(rows, MONEY_COLUMNS[entity], reading)
        if entity in MONEY_COLUMNS
        else rows
        for entity, rows in frames.items()
    }


def is_of_unknown_worth(reason: pl.Expr) -> pl.Expr:
    """Whether a row was set aside for its currency: its money adds up with no other."""
    return reason.str.starts_with(NO_RATE) | reason.str.starts_with("currency ")


def _orders(orders: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    currency = pl.col("currency").fill_null(reading.currency)
    day = pl.col("ordered_date").cast(pl.String).fill_null("a day unknown")
    foreign = pl.when(pl.col("currency") != reading.shop_currency).then(
        _no_rate(pl.col("currency"), day, reading)
    )
    return orders.with_columns(currency=currency).with_columns(
        reason=pl.coalesce(foreign, "reason")
    )


def _of_the_source(
    rows: pl.DataFrame, money: tuple[str, ...], reading: Reading
) -> pl.DataFrame:
    has_money = pl.any_horizontal(pl.col(name).is_not_null() for name in money)
    day = pl.lit(str(reading.as_of))
    foreign = pl.when(has_money).then(_no_rate(pl.lit(reading.currency), day, reading))
    return rows.with_columns(reason=pl.coalesce(foreign, "reason"))


def _no_rate(currency: pl.Expr, day: pl.Expr, reading: Reading) -> pl.Expr:
    own = reading.shop_currency
    text = f"{NO_RATE}{{}} on {{}}: money is kept in {own} alone"
    return pl.format(text, currency, day)
