"""What the facts beside the sales share: the receipts they refer to, their columns."""

from collections.abc import Iterable, Mapping

import polars as pl

from flows.demo.window import moment_of

__all__ = ["card_receipts", "gathered"]


def card_receipts(till_lines: pl.DataFrame, event: str = "Payment") -> pl.DataFrame:
    """Receipts on which a card was shown, in the order of their time; net in fen."""
    shown = till_lines.filter(
        pl.col("member_number").is_not_null(), pl.col("event") == event
    )
    return (
        shown.group_by("order")
        .agg(
            pl.col("row", "member_number", "customer_id", "transaction_id").first(),
            pl.col("day", "second", "date", "store").first(),
            pl.col("net").sum(),
        )
        .with_columns(moment_of(pl.col("day"), pl.col("second")).alias("moment"))
        .sort("moment", "order")
    )


def gathered(
    kinds: Iterable[pl.DataFrame], schema: Mapping[str, type[pl.DataType]]
) -> pl.DataFrame:
    """The rows of every kind under one schema; what a kind does not know is null."""
    return pl.concat(
        rows.select(
            pl.col(name).cast(dtype)
            if name in rows.columns
            else pl.lit(None, dtype).alias(name)
            for name, dtype in schema.items()
        )
        for rows in kinds
    )
