"""Rows that cannot land, set aside with their text, their line and the reason."""

from datetime import date

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.table import Table

__all__ = ["SET_ASIDE", "set_aside", "table_of"]

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
        "beside": pl.List(pl.String()),
    }
)
# No header is spelled like these: headers are stripped.
LINE, PLACE, OWN = " line", " place", " own"


def set_aside(
    table: Table,
    reasons: pl.DataFrame,
    origin: dict[str, str | date],
    group: str | None = None,
) -> pl.DataFrame:
    """The rows of ``table`` that have a reason, as the quarantine keeps them.

    Args:
        table: the file.
        reasons: ``row_number``, ``entity``, ``reason`` and ``amount``, one per row.
        origin: which file it is: source_name, file_name, file_sha256, landed_on.
        group: the header whose records belong together. A record of an order may be
            understood only with the others, so they stand ``beside`` it.
    """
    if not reasons.height:
        return pl.DataFrame(schema=SET_ASIDE)
    is_meant = table.row_numbers.is_in(reasons["row_number"].to_list())
    texts = table.texts.filter(is_meant)
    originals = texts.select(
        pl.struct(pl.all()).struct.json_encode().alias("original")
    ).with_columns(table.row_numbers.filter(is_meant).alias("row_number"))
    if group is not None:
        originals = originals.with_columns(_beside(table, is_meant, group))
    return (
        reasons.join(originals, on="row_number", how="left", validate="1:1")
        .with_columns(pl.lit(value).alias(name) for name, value in origin.items())
        .match_to_schema(SET_ASIDE, extra_columns="ignore", missing_columns="insert")
        .select(SET_ASIDE.names())
        .sort("row_number")
    )


def _beside(table: Table, is_meant: pl.Series, group: str) -> pl.Series:
    """For each record that is set aside, the others of its group in their order."""
    keys = table.keys(group)
    wanted = keys.filter(is_meant)
    is_other = ~is_meant & keys.is_in(wanted.unique().drop_nulls().to_list())
    near = table.rows(is_other.fill_null(False))
    others = near.texts.select(
        near.keys(group).alias("key"),
        pl.struct(pl.all(), near.row_numbers.cast(pl.String).alias(LINE))
        .struct.json_encode()
        .alias("text"),
    )
    listed = others.group_by("key").agg(pl.col("text").alias("beside"))
    return (
        wanted.to_frame("key")
        .join(listed, on="key", how="left", maintain_order="left")
        .get_column("beside")
    )


def table_of(rows: pl.DataFrame) -> tuple[Table, pl.Series]:
    """The records that were set aside, and those beside them, as a table again.

    Args:
        rows: rows of the quarantine, of one file.

    Returns:
        The table in the order of its lines, and which of its records were set aside.
    """
    own = _cells(rows["original"]).with_columns(
        pl.Series(PLACE, rows["row_number"]), pl.lit(True).alias(OWN)
    )
    beside = rows["beside"].explode().drop_nulls().unique(maintain_order=True)
    every = own
    if beside.len():
        others = _cells(beside).with_columns(
            pl.col(LINE).cast(pl.Int64).alias(PLACE), pl.lit(False).alias(OWN)
        )
        every = pl.concat([own, others.drop(LINE)], how="diagonal")
    every = every.sort(OWN, descending=True).unique(
        PLACE, keep="first", maintain_order=True
    )
    every = every.sort(PLACE)
    return Table(every.drop(PLACE, OWN), every[PLACE]), every[OWN]


def _cells(texts: pl.Series) -> pl.DataFrame:
    """JSON objects of texts as columns of texts."""
    decoded = texts.str.json_decode(infer_schema_length=None)
    cells = decoded.struct.unnest()
    return cells.with_columns(pl.all().cast(pl.String))
