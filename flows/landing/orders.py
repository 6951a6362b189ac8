"""What a file leaves to be worked out of orders and their lines."""

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.figures import EXACT, rounded

__all__ = ["fill_lines", "one_row_per_order"]

EARLIEST = ("ordered_at", "ordered_date")


def fill_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Multiply where no amount is given."""
    if not lines["line_amount"].null_count():
        return lines
    exact = pl.col("quantity").cast(EXACT) * pl.col("unit_price").cast(EXACT)
    discount = pl.col("discount_amount").cast(EXACT).fill_null(0)
    return lines.with_columns(
        line_amount=pl.col("line_amount").fill_null(rounded(exact - discount, AMOUNT))
    )


def one_row_per_order(rows: pl.DataFrame) -> pl.DataFrame:
    """The orders of rows that repeat them: of each column the first value given.

    An order was placed when the earliest of its rows says.
    """
    if not rows.height:
        return rows
    names = [name for name in rows.columns if _is_said(rows, name)]
    is_first = rows.select(
        pl.col("order_id").ne_missing(pl.col("order_id").shift(1)).alias("first")
    ).to_series()
    if _all_say_the_same(rows, names, is_first):
        return rows.filter(is_first)
    given = [name for name in names if name not in {"order_id", *EARLIEST}]
    found = rows.group_by("order_id", maintain_order=True).agg(
        *(pl.col(name).min() for name in EARLIEST),
        *(pl.col(name).drop_nulls().first() for name in given),
        pl.col("row_number").first(),
    )
    blank = [name for name in rows.columns if name not in found.columns]
    return found.with_columns(
        pl.lit(None, rows.schema[name]).alias(name) for name in blank
    )


def _is_said(rows: pl.DataFrame, name: str) -> bool:
    """Whether any row has a value; the layout's own columns do not count."""
    own = name.startswith("_") or name in ("reason", "row_number")
    return not own and rows[name].null_count() < rows.height


def _all_say_the_same(
    rows: pl.DataFrame, names: list[str], is_first: pl.Series
) -> bool:
    """Whether an order's rows follow each other and are equal, as in most files."""
    if rows.filter(is_first)["order_id"].is_duplicated().any():
        return False
    differs = rows.select(
        (pl.col(name).ne_missing(pl.col(name).shift(1)) & ~is_first).any().alias(name)
        for name in names
    )
    return not any(differs.row(0))
