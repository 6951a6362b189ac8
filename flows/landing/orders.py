"""What a file leaves to be worked out of orders and their lines."""

import polars as pl

from flows.landing.columns import AMOUNT, PRICE
from flows.landing.figures import EXACT, rounded

__all__ = ["fill_lines", "one_row_per_order"]

EARLIEST = ("ordered_at", "ordered_date")
FACTORS = ("quantity", "unit_price", "discount_amount")
A_CENT = 10**6  # in the units of a price times a quantity
LARGEST = 2**62


def fill_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Multiply where no amount is given."""
    if not lines["line_amount"].null_count():
        return lines
    worth = _worth_in_units(lines) if _is_small(lines) else _worth(lines)
    return lines.with_columns(line_amount=pl.col("line_amount").fill_null(worth))


def _worth(lines: pl.DataFrame) -> pl.Series:
    exact = pl.col("quantity").cast(EXACT) * pl.col("unit_price").cast(EXACT)
    discount = pl.col("discount_amount").cast(EXACT).fill_null(0)
    return lines.select(rounded(exact - discount, AMOUNT)).to_series()


def _is_small(lines: pl.DataFrame) -> bool:
    """Whether the lines' worth can be counted in units that a machine multiplies."""
    figures = lines.select(FACTORS)
    if figures.dtypes != [PRICE, PRICE, AMOUNT]:
        return False
    largest = figures.select(pl.all().to_physical().abs().max().fill_null(0))
    quantity, price, discount = largest.row(0)
    return bool(quantity * price + discount * A_CENT < LARGEST)


def _worth_in_units(lines: pl.DataFrame) -> pl.Series:
    """The same, half as dear: in whole hundred-millionths, rounded to whole cents."""
    quantity, price, discount = (
        pl.col(name).to_physical().cast(pl.Int64) for name in FACTORS
    )
    units = quantity * price - discount.fill_null(0) * A_CENT
    cents = (units.abs() + A_CENT // 2) // A_CENT * units.sign()
    return lines.select(cents.cast(pl.Int128).reinterpret(dtype=AMOUNT)).to_series()


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
    orders = rows["order_id"].filter(is_first)
    if orders.n_unique() < orders.len():
        return False
    differs = rows.select(
        (pl.col(name).ne_missing(pl.col(name).shift(1)) & ~is_first).any().alias(name)
        for name in names
    )
    return not any(differs.row(0))
