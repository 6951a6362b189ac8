"""Rows that say what the row above them says, as an order's do on each of its lines."""

from collections.abc import Callable

import polars as pl

from flows.landing.table import told_columns

__all__ = ["once_for_each_run"]


def once_for_each_run(
    rows: pl.DataFrame, understand: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """``understand(rows)``, where what stands there many times is understood once.

    Args:
        rows: what to understand; ``row_number`` alone may differ within a run.
        understand: makes one row of each, by what that row says and nothing else.
    """
    is_first = _starts(rows)
    firsts = rows.filter(is_first)
    if not firsts.height or 2 * firsts.height > rows.height:
        return understand(rows)
    understood = understand(firsts)
    told = told_columns(understood)
    spread = understood.select(told)[is_first.cum_sum() - 1]
    return spread.select(
        rows["row_number"]
        if name == "row_number"
        else pl.col(name)
        if name in told
        else pl.lit(None, dtype).alias(name)
        for name, dtype in understood.schema.items()
    )


def _starts(rows: pl.DataFrame) -> pl.Series:
    """Whether each row differs from the one above."""
    differs = [
        pl.col(name).ne_missing(pl.col(name).shift(1))
        for name in told_columns(rows)
        if name != "row_number"
    ]
    return rows.select(
        pl.any_horizontal(pl.int_range(pl.len()) == 0, *differs).alias("is_first")
    ).to_series()
