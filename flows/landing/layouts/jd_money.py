"""What an order costs that JD's export tells in several ways, and its lines' shares."""

import polars as pl

from flows.landing.columns import AMOUNT, PRICE
from flows.landing.figures import EXACT, read_decimal, rounded
from flows.landing.layouts.discounts import spread_discounts

__all__ = ["share_out", "work_out_totals"]

NO_MONEY = (
    "total_amount (结算金额, 商家应收, 应付金额, 订单金额) is missing or not a number"
)
FIRST_NUMBER = r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)"
ORDER = ("order_id", "_is_repeated")


def work_out_totals(orders: pl.DataFrame) -> pl.DataFrame:
    """Say what an order's goods cost, and set an order aside that does not tell."""
    shipping = pl.col("shipping_amount").fill_null(0)
    balance = read_decimal(pl.col("_balance"), AMOUNT).fill_null(0)
    ways = (
        read_decimal(pl.col("_settled"), AMOUNT),
        read_decimal(pl.col("_receivable").str.extract(FIRST_NUMBER), AMOUNT),
        read_decimal(pl.col("_payable"), AMOUNT) + balance - shipping,
        read_decimal(pl.col("_order_amount"), AMOUNT),
    )
    subtotal = pl.col("_subtotal")
    is_worthless = pl.when(subtotal.is_null()).then(pl.lit(NO_MONEY))
    return orders.with_columns(
        _subtotal=pl.coalesce(way.cast(AMOUNT) for way in ways)
    ).with_columns(
        total_amount=(subtotal + shipping).cast(AMOUNT),
        refunded_amount=pl.lit(None, AMOUNT),
        reason=pl.coalesce("reason", is_worthless),
    )


def share_out(lines: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """Give each line its share of what the goods of its order cost.

    Args:
        lines: as many as there are ``orders``, in the same order.
        orders: each row's.
    """
    told = lines.with_columns(orders["_subtotal"], orders["reason"])
    pieces = pl.col("quantity").cast(EXACT).sum().over(ORDER)
    each = pl.col("_subtotal").cast(EXACT) / pl.when(pieces != 0).then(pieces)
    tells_no_prices = pl.col("unit_price").is_null().all().over(ORDER)
    priced = told.with_columns(
        unit_price=pl.when(tells_no_prices)
        .then(rounded(each, PRICE))
        .otherwise("unit_price")
    )
    return spread_discounts(priced, pl.col("_subtotal"), pl.lit(None, AMOUNT), *ORDER)
