"""Texts to exact decimals, in columns: ``$1,234.50``, ``(1.00)``, ``-¥3``, ``1.0``."""

import polars as pl

__all__ = [
    "EXACT",
    "read_count",
    "read_decimal",
    "read_figures",
    "rounded",
    "with_points",
]

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
SIGNED = rf"^[+-]?(?:{NUMBER})$|^(?:{NUMBER})-$|^\((?:{NUMBER})\)$"
WITH_COMMA = r"^[(+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?|[0-9]*,[0-9]*)[)-]?$"
NEGATIVE = r"^[(-]|-$"
CURRENCY_SIGNS = "[ \u00a0\u202f$¥￥£€₩₹元]"
MINUS_SIGNS = "[\u2212\u2013\uff0d]"
EXACT = pl.Decimal(38, 10)


def read_decimal(text: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The numbers that ``text`` writes, null where it writes none or one too long."""
    return rounded(_exact(text), dtype)


def read_figures(texts: pl.Series, scale: int) -> pl.Series:
    """``read_decimal`` over a column: a cast where that will do, as it mostly does."""
    text, dtype = pl.col(texts.name), pl.Decimal(18, scale)
    plain = rf"^-?[0-9]{{1,10}}(?:\.[0-9]{{0,{scale}}})?$"
    looked = texts.to_frame().select(text.str.contains(plain).fill_null(True))
    is_plain = looked.to_series()
    if is_plain.all():
        return texts.cast(dtype, strict=False)
    odd = texts.filter(~is_plain).to_frame().select(read_decimal(text, dtype))
    values = texts.zip_with(is_plain, texts.clear(texts.len())).cast(
        dtype, strict=False
    )
    return values.scatter((~is_plain).arg_true(), odd.to_series())


def with_points(texts: pl.Series) -> pl.Series:
    """Numbers written with a decimal comma, as they are written with a point.

    ``1.234,50`` is ``1234.50``; ``1.5``, as workbooks store it everywhere, stays.
    """
    text = pl.col(texts.name)
    bare = text.str.replace_all(CURRENCY_SIGNS, "").str.replace_all("['’]", "")
    pointed = bare.str.replace_all(".", "", literal=True).str.replace(
        ",", ".", literal=True
    )
    is_with_comma = bare.str.contains(WITH_COMMA)
    return (
        texts.to_frame()
        .select(pl.when(is_with_comma).then(pointed).otherwise(text))
        .to_series()
    )


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
