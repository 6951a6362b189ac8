"""Orders that name all their goods in one cell: a line where that is one kind.

Where there are several kinds the cell does not say what each cost, so such an order
stays whole. Where it does not say how many of the one kind, the line is one of it,
and its price the order's.
"""

import polars as pl

from flows.landing.columns import AMOUNT, PRICE
from flows.landing.figures import EXACT, rounded
from flows.landing.layouts.layout import Frames
from flows.landing.table import Table

__all__ = ["price_lines", "single_lines"]

NUMBER_OF_PIECES = r"[(（]([0-9]+)件[)）]$"


def single_lines(
    orders: pl.DataFrame, table: Table, is_single: pl.Expr
) -> pl.DataFrame:
    """The lines of the orders that have one kind of goods.

    Args:
        orders: texts; ``_bought`` names what was bought, ``_pieces`` says how many.
        table: the file.
        is_single: whether it names one kind.
    """
    pieces = pl.col("_bought").str.extract(NUMBER_OF_PIECES)
    name = pl.col("_bought").str.replace(r"\s*" + NUMBER_OF_PIECES, "")
    return (
        orders.with_columns(table.repeats().alias("_is_repeated"))
        .filter(is_single & pl.col("_bought").is_not_null())
        .select(
            "row_number",
            "order_id",
            "_is_repeated",
            "_is_cut_short",
            product_id=name,
            product_name=name,
            quantity=pl.coalesce(pieces, "_pieces", pl.lit("1")),
        )
    )


def price_lines(frames: Frames) -> Frames:
    """Say of each line what its order says of its goods."""
    money = frames["orders"].select(
        "row_number", _gross="gross_amount", _discount="discount_amount"
    )
    goods = pl.col("_gross") - pl.col("_discount").fill_null(0)
    unit = pl.col("_gross").cast(EXACT) / pl.col("quantity").cast(EXACT)
    lines = (
        frames["order_lines"]
        .join(money, on="row_number", how="left", validate="1:1", maintain_order="left")
        .with_columns(
            unit_price=pl.when(pl.col("quantity") != 0).then(rounded(unit, PRICE)),
            discount_amount=pl.col("_discount").fill_null(0).cast(AMOUNT),
            line_amount=goods.cast(AMOUNT),
        )
        .drop("_gross", "_discount")
    )
    return {**frames, "order_lines": lines}
