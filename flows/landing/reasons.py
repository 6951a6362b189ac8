"""Why records cannot land: one reason per record, the same for all made of it."""

import polars as pl

from flows.landing.columns import AMOUNT
from flows.landing.currency import is_of_unknown_worth
from flows.landing.layouts.layout import Frames
from flows.landing.table import Table

__all__ = ["first_reasons", "share_reasons", "with_faults"]


def with_faults(frames: Frames, table: Table) -> Frames:
    """Give the rows of a record that cannot be read the reader's reason."""
    faults = table.faults
    if faults is None or faults.null_count() == faults.len():
        return frames
    told = pl.DataFrame({"row_number": table.row_numbers, "fault": faults})
    return {
        entity: rows.join(
            told, on="row_number", how="left", validate="m:1", maintain_order="left"
        )
        .with_columns(reason=pl.coalesce("fault", "reason"))
        .drop("fault")
        for entity, rows in frames.items()
    }


def share_reasons(frames: Frames, table: Table) -> Frames:
    """What keeps a row of a file from landing keeps all that was made of it."""
    found = [_found(rows) for rows in frames.values()]
    first = pl.concat(found).unique("row_number", keep="first", maintain_order=True)
    if not first.height:
        return frames
    places = _places(table.row_numbers, first["row_number"])
    shared: pl.Series | None = None
    if places is not None:
        blank = pl.repeat(None, table.height, dtype=pl.String, eager=True)
        shared = blank.scatter(places, first["reason"]).alias("reason")
    return {
        entity: rows.with_columns(shared)
        if shared is not None and _is_aligned(rows, table)
        else rows.drop("reason").join(
            first, on="row_number", how="left", validate="m:1", maintain_order="left"
        )
        for entity, rows in frames.items()
    }


def first_reasons(frames: Frames, table: Table) -> pl.DataFrame:
    """The records that cannot land: the reason, and the money in them."""
    worth = pl.when(~is_of_unknown_worth(pl.col("reason"))).then("line_amount")
    found = [
        _found(rows, "line_amount").select(
            "row_number",
            "reason",
            entity=pl.lit(entity),
            amount=worth if entity == "order_lines" else pl.lit(None, AMOUNT),
        )
        for entity, rows in sorted(
            frames.items(), key=lambda item: item[0] != "order_lines"
        )
    ]
    lost = _faulty(table).with_columns(
        entity=pl.lit(next(iter(frames))), amount=pl.lit(None, AMOUNT)
    )
    sums = pl.concat(found)
    money = sums.group_by("row_number").agg(pl.col("amount").sum())
    first = pl.concat([sums, lost]).unique(
        "row_number", keep="first", maintain_order=True
    )
    if first.height == sums.height:
        return first
    is_told = pl.col("entity") == "order_lines"
    return first.join(money, on="row_number", how="left", suffix="_summed").select(
        "row_number",
        "reason",
        "entity",
        amount=pl.when(is_told & pl.col("amount").is_not_null())
        .then("amount_summed")
        .otherwise("amount")
        .cast(AMOUNT),
    )


def _faulty(table: Table) -> pl.DataFrame:
    """The records that the reader could not read."""
    if table.faults is None:
        return pl.DataFrame(schema={"row_number": pl.Int64, "reason": pl.String})
    return _found(
        pl.DataFrame({"row_number": table.row_numbers, "reason": table.faults})
    )


def _found(rows: pl.DataFrame, *beside: str) -> pl.DataFrame:
    """The rows that have a reason: their numbers, the reasons, what is ``beside``."""
    rows = rows.select("row_number", "reason", *(set(beside) & set(rows.columns)))
    if rows["reason"].null_count() == rows.height:
        return rows.clear()
    return rows.filter(pl.col("reason").is_not_null())


def _is_aligned(rows: pl.DataFrame, table: Table) -> bool:
    """Whether there is one row for each record, in the same order."""
    return rows.height == table.height and rows["row_number"].equals(table.row_numbers)


def _places(row_numbers: pl.Series, wanted: pl.Series) -> pl.Series | None:
    """Where the wanted row numbers are, if they stand in their order."""
    if not row_numbers.is_sorted():
        return None
    return row_numbers.search_sorted(wanted)
