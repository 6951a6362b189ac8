"""What a file leaves to be worked out of orders and their lines."""

import polars as pl

from flows.landing.contracts import AMOUNT, CONTRACTS
from flows.landing.figures import EXACT, rounded

__all__ = ["fill_lines", "one_row_per_order"]


def fill_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Number the lines within their order, and multiply where no amount is given."""
    exact = pl.col("quantity").cast(EXACT) * pl.col("unit_price").cast(EXACT)
    discount = pl.col("discount_amount").cast(EXACT).fill_null(0)
    return lines.with_columns(
        line_number=pl.col("line_number").fill_null(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("order_id")
        ),
        line_amount=pl.col("line_amount").fill_null(rounded(exact - discount, AMOUNT)),
    )


def one_row_per_order(rows: pl.DataFrame) -> pl.DataFrame:
    """The orders of rows that repeat them: of each column the first value given.

    An order was placed when the earliest of its rows says.
    """
    earliest = ("ordered_at", "ordered_date")
    names = [*CONTRACTS["orders"].names, "updated_date", "unreadable", "row_number"]
    return rows.group_by("order_id", maintain_order=True).agg(
        *(pl.col(name).min() for name in earliest),
        *(
            pl.col(name).drop_nulls().first()
            for name in names
            if name not in {"order_id", *earliest}
        ),
    )
