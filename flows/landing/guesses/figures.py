"""Whether a column holds numbers, and which sign begins their decimals."""

import polars as pl

from flows.landing.guesses.surety import Guess

__all__ = ["SIGNS", "WHOLE", "decimal_comma", "figure_share", "signs_in", "true_share"]

# What may stand around a number: signs of money, codes of three letters, blanks.
SIGNS = {"€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR", "₽": "RUB", "元": "CNY"}
AMBIGUOUS_SIGNS = ("$", "¥", "￥")
AROUND = r"[ \u00a0\u202f$¥￥£€₩₹₽元]|\b(?:CHF|EUR|USD|GBP|CNY|RMB)\b"
POINT = r"^[-+(]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?[)-]?$"
COMMA = r"^[-+(]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]*)?[)-]?$"
CLEAR_COMMA = r",[0-9]{1,2}[)-]?$|,[0-9]{4,}[)-]?$|\.[0-9]{3},"
CLEAR_POINT = r"\.[0-9]{1,2}[)-]?$|\.[0-9]{4,}[)-]?$|,[0-9]{3}\."
WHOLE = r"^-?[0-9]+(?:[.,]0+)?$"


def figure_share(texts: pl.Series) -> float:
    """How many of the texts are numbers, whichever way their decimals are written."""
    bare = _bare(texts)
    is_number = bare.str.contains(POINT) | bare.str.contains(COMMA)
    return true_share(is_number)


def decimal_comma(columns: list[pl.Series]) -> Guess:
    """Whether the decimals of a source's numbers begin with a comma."""
    bare = pl.concat([_bare(texts.drop_nulls().alias("texts")) for texts in columns])
    numbers = bare.filter(bare.str.contains(POINT) | bare.str.contains(COMMA))
    commas = int(numbers.str.contains(CLEAR_COMMA).sum())
    points = int(numbers.str.contains(CLEAR_POINT).sum())
    if not commas and not points:
        return Guess("false", 0.7, "no number has decimals that tell")
    value, more, fewer = "false", points, commas
    if commas > points:
        value, more, fewer = "true", commas, points
    sign = "a comma" if value == "true" else "a point"
    reason = f"{more:,} numbers have {sign} before their decimals"
    if fewer:
        reason += f", {fewer:,} the other sign"
    return Guess(value, more / (more + fewer), reason)


def true_share(marks: pl.Series) -> float:
    """How many of the marks that are not null are true."""
    count = marks.len() - marks.null_count()
    return int(marks.sum()) / count if count else 0.0


def signs_in(texts: pl.Series) -> dict[str, int]:
    """How often each sign of money stands in the texts."""
    told = texts.drop_nulls()
    counts = {
        sign: int(told.str.contains(sign, literal=True).sum())
        for sign in (*SIGNS, *AMBIGUOUS_SIGNS)
    }
    return {sign: count for sign, count in counts.items() if count}


def _bare(texts: pl.Series) -> pl.Series:
    return texts.str.replace_all(AROUND, "")
