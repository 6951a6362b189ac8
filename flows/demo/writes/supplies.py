"""What members have brought home again and again: the supplies shop's own list."""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.supplies import SUPPLIES
from flows.demo.writes.text import by_year, laid_out, plain_money

__all__ = ["HEADER", "RUN_OUTS_HEADER", "pages"]

HEADER = "Order,Ordered,Member,Article,Item,Pack,Pieces,Price,Amount"
RUN_OUTS_HEADER = (
    "source_name,source_customer_id,product_id,last_bought_on,habit,run_out_on"
)
VALUES = {
    "Order": "S" + pl.col("order").cast(pl.String).str.zfill(7),
    "Ordered": pl.col("occurred_at").dt.strftime("%Y-%m-%d %H:%M:%S"),
    "Member": pl.col("customer_id"),
    "Article": pl.col("sku"),
    "Item": pl.col("name"),
    "Pack": pl.col("variant"),
    "Pieces": pl.col("quantity"),
    "Price": plain_money(pl.col("price")),
    "Amount": plain_money(pl.col("price") * pl.col("quantity")),
}
TRUTH = {
    "source_name": pl.lit("members"),
    "source_customer_id": pl.col("customer_id"),
    "product_id": pl.col("sku"),
    "last_bought_on": pl.col("latest_date"),
    "habit": pl.col("habit"),
    "run_out_on": pl.col("run_out_date"),
}


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """The path of a file a year, and its rows; and when all of it is used up."""
    articles = pl.DataFrame(SUPPLIES, orient="row", schema=list(SUPPLIES[0]._fields))
    numbered = articles.with_columns(
        product=pl.int_range(articles.height, dtype=pl.Int64, eager=True)
    )
    lines = town.supplies.lines.join(
        numbered, on="product", how="left", maintain_order="left"
    )
    for year, rows in by_year(lines):
        yield f"inbox/supplies/orders_{year}.csv", laid_out(rows, HEADER, VALUES)
    run_outs = town.supplies.run_outs.join(
        numbered, on="product", how="left", maintain_order="left"
    )
    yield "town/run_outs.csv", laid_out(run_outs, RUN_OUTS_HEADER, TRUTH)
