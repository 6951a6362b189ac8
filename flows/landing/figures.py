"""Texts to exact decimals, in columns: ``$1,234.50``, ``(1.00)``, ``-¥3``, ``1.0``."""

import polars as pl

__all__ = ["EXACT", "read_count", "read_decimal", "rounded"]

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
SIGNED = rf"^[+-]?(?:{NUMBER})$|^(?:{NUMBER})-$|^\((?:{NUMBER})\)$"
NEGATIVE = r"^[(-]|-$"
CURRENCY_SIGNS = "[ \u00a0\u202f$¥￥£€₩₹元]"
MINUS_SIGNS = "[\u2212\u2013\uff0d]"
EXACT = pl.Decimal(38, 10)


def read_decimal(text: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The numbers that ``text`` writes, null where it writes none or one too long."""
    return rounded(_exact(text), dtype)


def read_count(text: pl.Expr) -> pl.Expr:
    """The whole numbers that ``text`` writes; ``1.5`` is none."""
    exact = _exact(text)
    whole = exact.cast(pl.Int64, strict=False)
    return pl.when(whole.cast(EXACT, strict=False) == exact).then(whole)


def rounded(exact: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Round half away from zero to the scale of ``dtype``."""
    scale = dtype.scale if isinstance(dtype, pl.Decimal) else 0
    return exact.round(scale, mode="half_away_from_zero").cast(dtype, strict=False)


def _exact(text: pl.Expr) -> pl.Expr:
    bare = text.str.replace_all(CURRENCY_SIGNS, "").str.replace_all(MINUS_SIGNS, "-")
    digits = (
        pl.when(bare.str.contains(SIGNED))
        .then(bare)
        .str.replace_all("[,()+-]", "")
        .cast(EXACT, strict=False)
    )
    return pl.when(bare.str.contains(NEGATIVE)).then(-digits).otherwise(digits)
