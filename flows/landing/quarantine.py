"""Rows that cannot land, set aside with their text, their line and the reason."""

from datetime import date

import polars as pl

from flows.landing.contracts import AMOUNT
from flows.landing.table import Table

__all__ = ["SET_ASIDE", "set_aside"]

SET_ASIDE = pl.Schema(
    {
        "source_name": pl.String(),
        "entity": pl.String(),
        "file_name": pl.String(),
        "file_sha256": pl.String(),
        "row_number": pl.Int64(),
        "reason": pl.String(),
        "original": pl.String(),
        "landed_on": pl.Date(),
        "amount": AMOUNT,
    }
)


def set_aside(
    table: Table, reasons: pl.DataFrame, origin: dict[str, str | date]
) -> pl.DataFrame:
    """The rows of ``table`` that have a reason, as the quarantine keeps them.

    Args:
        table: the file.
        reasons: ``row_number``, ``entity``, ``reason`` and ``amount``, one per row.
        origin: which file it is: source_name, file_name, file_sha256, landed_on.
    """
    if not reasons.height:
        return pl.DataFrame(schema=SET_ASIDE)
    is_meant = table.row_numbers.is_in(reasons["row_number"].to_list())
    texts = table.texts.filter(is_meant)
    originals = texts.select(
        pl.struct(pl.all()).struct.json_encode().alias("original")
    ).with_columns(table.row_numbers.filter(is_meant).alias("row_number"))
    return (
        reasons.join(originals, on="row_number", how="left", validate="1:1")
        .with_columns(pl.lit(value).alias(name) for name, value in origin.items())
        .match_to_schema(SET_ASIDE, extra_columns="ignore")
        .select(SET_ASIDE.names())
        .sort("row_number")
    )
