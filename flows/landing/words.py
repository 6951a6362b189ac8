"""Texts that come again and again in a column, each of which is understood once."""

from collections.abc import Callable

import polars as pl

__all__ = ["once_for_each_word"]

SAMPLE = 1_000  # texts that tell whether a column has few words
FEW = 0.5


def once_for_each_word(
    texts: pl.Series, understand: Callable[[pl.Series], pl.Series]
) -> pl.Series:
    """``understand(texts)``, where a text that is there many times is read once.

    Args:
        texts: a column of texts.
        understand: makes a value of each by that text and nothing else, of none none.
    """
    sample = texts.head(SAMPLE).drop_nulls()
    if sample.len() < SAMPLE * FEW or sample.n_unique() > FEW * sample.len():
        return understand(texts)
    codes = texts.cast(pl.Categorical(pl.Categories.random())).to_physical()
    firsts = codes.arg_unique()
    places = codes.gather(firsts)
    values = understand(texts.gather(firsts)).filter(places.is_not_null())
    places = places.drop_nulls()
    return values.gather(places.arg_sort()).gather(codes)
