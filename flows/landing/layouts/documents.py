"""What the layouts of JSON orders have in common: lists in a document, its versions.

One document is one row of the file; the lines, refunds and people that are made of it
carry its row number.
"""

from dataclasses import dataclass

import polars as pl

from flows.landing.figures import read_figures
from flows.landing.json_text import elements, members
from flows.landing.layouts.layout import Frames
from flows.landing.table import Table

__all__ = ["Items", "items_of", "newest_versions", "numbered", "words_of"]


@dataclass(frozen=True, slots=True)
class Items:
    """The elements of the lists in a column, one below the other.

    Attributes:
        parents: which row of the column's table each element stands in.
        parent_count: how many rows that table has.
        table: the elements' members.
    """

    parents: pl.Series
    parent_count: int
    table: Table

    def sums(self, header: str, scale: int = 2) -> pl.Series:
        """The sum of the elements' figures in each parent, null where it has none."""
        texts = self.table.pick({"figure": header})["figure"]
        found = (
            pl.DataFrame({"parent": self.parents, "sum": read_figures(texts, scale)})
            .drop_nulls()
            .group_by("parent")
            .agg(pl.col("sum").sum())
        )
        blank = pl.repeat(
            None, self.parent_count, dtype=pl.Decimal(38, scale), eager=True
        )
        return blank.scatter(found["parent"], found["sum"]).alias(header)

    def rows(self, chosen: pl.Series) -> "Items":
        """The elements that ``chosen`` says."""
        return Items(
            self.parents.filter(chosen), self.parent_count, self.table.rows(chosen)
        )


def items_of(table: Table, header: str) -> Items:
    """The elements of the lists under ``header``, with their documents' row numbers."""
    lists = table.pick({"list": header})["list"]
    found = elements(lists)
    parents = found["place"].cast(pl.UInt32)
    return Items(
        parents,
        table.height,
        Table(members(found["text"]), table.row_numbers.gather(parents)),
    )


def numbered(lines: pl.DataFrame, *within: str) -> pl.DataFrame:
    """Lines that count from one in each of what they belong to."""
    number = pl.int_range(1, pl.len() + 1).over(within)
    return lines.with_columns(line_number=number.cast(pl.String))


def words_of(items: Items, header: str) -> pl.Series:
    """What the elements of each parent say, in their order: ``SPRING, VIP``."""
    words = items.table.pick({"word": header}).select(
        items.parents.alias("parent"), "word"
    )
    found = (
        words.drop_nulls()
        .group_by("parent", maintain_order=True)
        .agg(pl.col("word").str.join(", "))
    )
    blank = pl.repeat(None, items.parent_count, dtype=pl.String, eager=True)
    return blank.scatter(found["parent"], found["word"]).alias(header)


def newest_versions(frames: Frames) -> Frames:
    """Of an order that a file has several times, the newest version.

    Its latest update counts, of equal ones the last in the file. The older documents
    have landed too, as what they are: earlier words about the same order.
    """
    orders = frames["orders"]
    landing = orders.filter(pl.col("reason").is_null())
    if not landing["order_id"].is_duplicated().any():
        return frames
    newest = landing.sort("updated_at", "row_number", nulls_last=False).unique(
        "order_id", keep="last", maintain_order=True
    )
    own = ("row_number", "reason", "unreadable")
    told = orders.select(*own, "order_id").join(
        newest.drop(own), on="order_id", how="left", maintain_order="left"
    )
    lasting = pl.concat(
        [
            told.filter(pl.col("reason").is_null()).select(orders.columns),
            orders.filter(pl.col("reason").is_not_null()),
        ]
    )
    lines = frames["order_lines"]
    kept = lines.join(
        newest.select("order_id", "row_number"),
        on=["order_id", "row_number"],
        how="semi",
        maintain_order="left",
    )
    aside = lines.filter(pl.col("reason").is_not_null())
    return {**frames, "orders": lasting, "order_lines": pl.concat([kept, aside])}
