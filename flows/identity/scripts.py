"""One text in many scripts: width, case, accents, traditional characters, pinyin."""

from collections.abc import Callable
from functools import cache

import polars as pl

__all__ = ["HAN", "folded", "latin", "simplified"]

HAN = r"\p{Han}"
# Letters that Unicode does not take apart into a base and an accent.
WHOLE_LETTERS = {
    **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t"},
    **{"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"},
}


def folded(text: pl.Expr) -> pl.Expr:
    """The text without what width, case and accents make of it.

    NFKC makes full-width letters narrow; NFKD takes accents off, which then go.
    """
    plain = text.str.normalize("NFKC").str.to_lowercase().str.normalize("NFKD")
    return (
        plain.str.replace_all(r"\p{M}", "")
        .str.normalize("NFKC")
        .str.replace_many(WHOLE_LETTERS)
    )


def simplified(texts: pl.Series) -> pl.Series:
    """Traditional characters as simplified ones, by OpenCC's tables, one by one."""
    return _replaced(texts, _simplified_of)


def latin(texts: pl.Series) -> pl.Series:
    """Characters as pinyin without tones, by pypinyin's first reading of each.

    ``ü`` is written ``u``, as most people type it.
    """
    return _replaced(texts, _pinyin_of)


def _replaced(texts: pl.Series, of: Callable[[str], str]) -> pl.Series:
    """The texts with each Han character replaced; each character is asked for once."""
    found = texts.drop_nulls().str.extract_all(HAN).explode(empty_as_null=False)
    characters = found.unique().sort().to_list()
    mapping = {character: of(character) for character in characters}
    changed = {old: new for old, new in mapping.items() if old != new}
    return texts.str.replace_many(changed) if changed else texts


@cache
def _simplified_of(character: str) -> str:
    return _converter()(character)


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@cache
def _pinyin_of(character: str) -> str:
    from pypinyin import lazy_pinyin

    (syllable,) = lazy_pinyin(character)
    return str(syllable).replace("v", "u")
