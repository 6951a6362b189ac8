"""How values become text: money from fen, times of day, one page a month or year."""

from collections.abc import Iterator, Mapping

import polars as pl

from flows.demo.tills import STORES

__all__ = [
    "by_month",
    "by_year",
    "clock",
    "laid_out",
    "plain_money",
    "shop_name",
    "sku",
    "till_money",
    "unless",
]


def plain_money(fen: pl.Expr) -> pl.Expr:
    """``-1234.50``, as web shops write it."""
    return _sign(fen, "-") + _whole(fen) + _cents(fen)


def till_money(fen: pl.Expr, is_old: pl.Expr) -> pl.Expr:
    """``-¥1,234.50``; the old tills had the sign set wrong: ``($1,234.50)``."""
    grouped = _grouped(fen) + _cents(fen)
    old = _sign(fen, "(") + "$" + grouped + _sign(fen, ")")
    return pl.when(is_old).then(old).otherwise(_sign(fen, "-") + "¥" + grouped)


def clock(second: pl.Expr) -> pl.Expr:
    """``14:05:09`` from the seconds since midnight."""
    parts = (second // 3600, second // 60 % 60, second % 60)
    return pl.concat_str(
        *(part.cast(pl.String).str.zfill(2) for part in parts), separator=":"
    )


def laid_out(
    rows: pl.DataFrame, header: str, values: Mapping[str, pl.Expr]
) -> pl.DataFrame:
    """The rows under exactly ``header``; a column without a value is left empty."""
    return rows.select(
        values.get(name, pl.lit(None)).cast(pl.String).alias(name)
        for name in header.split(",")
    )


def by_month(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of every month of their ``date``, with the month as ``2025-03``."""
    return _by(rows, pl.col("date").dt.strftime("%Y-%m"))


def by_year(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of every year of their ``occurred_at``."""
    return _by(rows, pl.col("occurred_at").dt.strftime("%Y"))


def shop_name() -> pl.Expr:
    """What the tills call the shop."""
    return pl.col("store").replace_strict(
        dict(enumerate(STORES)), return_dtype=pl.String
    )


def sku(products: pl.DataFrame) -> pl.Expr:
    """The number of the article in the catalogue."""
    return pl.col("product").replace_strict(
        dict(enumerate(products["sku"])), return_dtype=pl.String
    )


def unless(planted: str, value: pl.Expr, instead: str | None = None) -> pl.Expr:
    """The value, but ``instead`` in the rows where this is what is wrong."""
    is_wrong = pl.col("planted").eq_missing(planted)
    return pl.when(is_wrong).then(pl.lit(instead)).otherwise(value)


def _by(rows: pl.DataFrame, period: pl.Expr) -> Iterator[tuple[str, pl.DataFrame]]:
    named = rows.with_columns(period.alias("period"))
    for name in named["period"].unique().sort():
        yield name, named.filter(pl.col("period") == name)


def _sign(fen: pl.Expr, sign: str) -> pl.Expr:
    return pl.when(fen < 0).then(pl.lit(sign)).otherwise(pl.lit(""))


def _whole(fen: pl.Expr) -> pl.Expr:
    return (fen.abs() // 100).cast(pl.String)


def _cents(fen: pl.Expr) -> pl.Expr:
    return "." + (fen.abs() % 100).cast(pl.String).str.zfill(2)


def _grouped(fen: pl.Expr) -> pl.Expr:
    """The whole yuan with commas between thousands; amounts stay under a million."""
    thousands = fen.abs() // 100_000
    rest = (fen.abs() // 100 % 1000).cast(pl.String).str.zfill(3)
    return (
        pl.when(thousands > 0)
        .then(thousands.cast(pl.String) + "," + rest)
        .otherwise(_whole(fen))
    )
