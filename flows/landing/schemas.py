"""The columns that the Parquet of every landed file has, and their types."""

import polars as pl

from flows.landing.columns import AMOUNT, RATE
from flows.landing.contracts import CONTRACTS

__all__ = ["landed_schema"]

# What landing says of a row that no source does: what its money was before it was
# converted, by which rate, whether its file has the same line twice, and whether its
# file knew when the word was given.
FOUND_OUT: dict[str, dict[str, pl.DataType]] = {
    "orders": {
        "original_currency": pl.String(),
        "original_total_amount": AMOUNT,
        "fx_rate": RATE,
    },
    "order_lines": {
        "is_repeated": pl.Boolean(),
        "original_currency": pl.String(),
        "original_line_amount": AMOUNT,
        "fx_rate": RATE,
    },
    "consents": {"is_dated": pl.Boolean()},
}
ORIGIN = {
    "source_name": pl.String(),
    "file_sha256": pl.String(),
    "row_number": pl.Int64(),
    "arrival": pl.Int64(),
    "landed_on": pl.Date(),
    "unreadable": pl.String(),
    "unknown": pl.String(),
}


def landed_schema(entity: str) -> pl.Schema:
    """The columns and types of a landed Parquet file of ``entity``, in their order."""
    columns: dict[str, pl.DataType] = {}
    for column in CONTRACTS[entity].columns:
        columns[column.name] = column.dtype
        if column.local_date:
            columns[column.local_date] = pl.Date()
    return pl.Schema({**columns, **FOUND_OUT.get(entity, {}), **ORIGIN})
