"""The stock counts: a workbook a year, with Chinese headers, by the generic layout."""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.inventory import make_inventory
from flows.demo.writes.text import laid_out, shop_name, sku, unless

__all__ = ["HEADER", "pages"]

HEADER = "盘点日期,门店,货架,商品编号,数量"
UNREADABLE_COUNT = "about a dozen"


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every file's path in the home, and its rows."""
    values = {
        "门店": shop_name(),
        "货架": pl.col("shelf"),
        "商品编号": unless("product", sku(town.products)),
        "数量": unless("count", pl.col("quantity").cast(pl.String), UNREADABLE_COUNT),
    }
    counts = make_inventory(town)
    years = counts["date"].dt.year()
    for year in years.unique().sort():
        rows = counts.filter(years == year)
        day = rows.select(unless("date", pl.col("date"))).to_series()
        page = laid_out(rows, HEADER, values).with_columns(day.alias("盘点日期"))
        yield f"inbox/inventory/counts_{year}.xlsx", page
