"""The catalogue: a plain table of the shop's own, read by the generic layout."""

from collections.abc import Iterator

import polars as pl

from flows.demo.arrivals import make_arrivals
from flows.demo.history import Town
from flows.demo.products import BAG, COST_SHARE, WRAP
from flows.demo.supplies import SUPPLIES
from flows.demo.writes.text import laid_out, plain_money

__all__ = ["HEADER", "pages"]

HEADER = (
    "Article,Name,Category,Brand,Cost,List price,Made for,Lasts days,Is fee,"
    "On sale since"
)

# An article without a number, and values that cannot be read.
NO_ARTICLE_ROW = 17
NO_COST_ROW = 23
NO_LASTING_ROW = 5


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """The one file's path in the home, and its rows."""
    row = pl.int_range(pl.len())
    values = {
        "Article": pl.col("sku"),
        "Name": pl.concat_str("name", "variant", separator=", "),
        "Category": pl.col("category"),
        "Brand": pl.col("brand"),
        "Cost": pl.when(row == NO_COST_ROW)
        .then(pl.lit("on request"))
        .otherwise(plain_money(pl.col("cost"))),
        "List price": plain_money(pl.col("price")),
        "Made for": pl.col("made_for"),
        "Lasts days": pl.when(row == NO_LASTING_ROW)
        .then(pl.lit("long"))
        .otherwise(pl.col("lasts_days").cast(pl.String)),
        "Is fee": pl.when(pl.col("sku").is_in([BAG, WRAP]))
        .then(pl.lit("yes"))
        .otherwise(pl.lit("no")),
        "On sale since": pl.col("launched").cast(pl.String),
    }
    listed = [town.products, _supplies(town), make_arrivals(town.window)]
    articles = laid_out(pl.concat(listed, how="diagonal"), HEADER, values)
    nameless = articles[NO_ARTICLE_ROW].with_columns(
        pl.lit(None, dtype=pl.String).alias("Article")
    )
    yield "inbox/catalogue/products.csv", pl.concat([articles, nameless])


def _supplies(town: Town) -> pl.DataFrame:
    """The articles of the supplies shop, as the others of the catalogue."""
    rows = pl.DataFrame(SUPPLIES, orient="row", schema=list(SUPPLIES[0]._fields))
    return rows.select(
        pl.lit("Lantern Street").alias("brand"),
        pl.lit(0.0).alias("popularity"),
        pl.lit(None, pl.String).alias("made_for"),
        (pl.col("price") * COST_SHARE).round().cast(pl.Int64).alias("cost"),
        pl.all(),
    ).select(pl.col(name).cast(dtype) for name, dtype in town.products.schema.items())
