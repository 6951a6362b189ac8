"""How much is in a pack, as its name says: 250 g, 2 x 500 ml, pack of 6, 12 rolls."""

import polars as pl

__all__ = ["contents_of"]

# What a measure is in grams or millilitres; beyond it everything counts in pieces.
MASSES = {"mg": 0.001, "g": 1.0, "克": 1.0, "kg": 1e3, "千克": 1e3, "公斤": 1e3}
OUNCES = {"oz": 28.35, "lb": 453.6, "lbs": 453.6}
VOLUMES = {"ml": 1.0, "毫升": 1.0, "cl": 10.0, "l": 1e3, "litre": 1e3, "升": 1e3}
GRAMS = MASSES | OUNCES
PIECES = (
    r"pcs|pieces?|packs?|pk|sheets?|tablets?|capsules?|bags?|rolls?|pods?|sachets?"
    "|片|粒|包|袋|支|卷|罐|盒|枚|颗|条|张"
)
NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
TIMES = r"(?:(\d+)\s*[x×*]\s*)?"
NO_LETTER = r"(?:[^a-z]|$)"


def contents_of(texts: pl.Series) -> pl.DataFrame:
    """What each text says is in a pack.

    Args:
        texts: names, variants and sizes of products.

    Returns:
        A row per text: ``measure`` (``g``, ``ml`` or ``pieces``) and ``content`` in it;
        null where nothing is said. Weight and volume are believed before pieces.
    """
    text = pl.col("text").str.to_lowercase()
    found = [
        _measured(text, GRAMS, "g"),
        _measured(text, VOLUMES, "ml"),
        _counted(text, rf"(?:pack|box|set|case) of {NUMBER}"),
        _counted(text, rf"{NUMBER}\s*(?:{PIECES}){NO_LETTER}"),
    ]
    said = pl.coalesce(
        pl.when(content > 0).then(pl.struct(content, pl.lit(measure).alias("measure")))
        for content, measure in found
    )
    named = pl.DataFrame({"text": texts.cast(pl.String)})
    return named.select(said=said).unnest("said")


def _measured(
    text: pl.Expr, measures: dict[str, float], name: str
) -> tuple[pl.Expr, str]:
    words = "|".join(sorted(measures, key=len, reverse=True))
    groups = text.str.extract_groups(rf"{TIMES}{NUMBER}\s*({words}){NO_LETTER}")
    times = groups.struct.field("1").cast(pl.Float64).fill_null(1)
    unit = groups.struct.field("3").replace_strict(
        measures, default=None, return_dtype=pl.Float64
    )
    return (times * _number(groups.struct.field("2")) * unit).alias("content"), name


def _counted(text: pl.Expr, pattern: str) -> tuple[pl.Expr, str]:
    return _number(text.str.extract(pattern)).alias("content"), "pieces"


def _number(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(",", "").cast(pl.Float64, strict=False)
