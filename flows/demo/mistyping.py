"""A slip of the hand: one letter or figure wrong, missing, doubled or swapped."""

import numpy as np
import polars as pl

__all__ = ["CHARACTERS", "FIGURES", "LETTERS", "mistype", "mistype_dates"]

FIGURES = "0123456789"
LETTERS = "aeinorstl"
# Characters that the wrong key of an input method brings up in a name.
CHARACTERS = "平华慧琳颖晨辉宁"

TEXT, PLACE, LETTER = pl.col("text"), pl.col("place"), pl.col("letter")

Rng = np.random.Generator


def mistype(
    texts: pl.Series, alphabet: str, rng: Rng, first: int = 1, last: int = 0
) -> pl.Series:
    """Every text with one slip in it.

    Args:
        texts: what was meant.
        alphabet: what stands in place of a wrong letter.
        rng: where chance comes from.
        first: the first place that may be wrong.
        last: how many places at the end must be right.
    """
    count = len(texts)
    length = texts.str.len_chars().cast(pl.Int64) - first - last
    place = first + (rng.random(count) * length.clip(1).to_numpy()).astype(np.int64)
    rows = pl.DataFrame(
        {
            "text": texts,
            "place": np.minimum(place, texts.str.len_chars().to_numpy() - 1),
            "letter": pl.Series(list(alphabet)).gather(
                rng.integers(0, len(alphabet), count)
            ),
            "slip": rng.integers(0, 4, count),
        }
    )
    return rows.select(_slipped().alias(texts.name)).to_series()


def _slipped() -> pl.Expr:
    before, here = TEXT.str.slice(0, PLACE), TEXT.str.slice(PLACE, 1)
    next_one, rest = TEXT.str.slice(PLACE + 1, 1), TEXT.str.slice(PLACE + 1)
    is_short = TEXT.str.len_chars() < 3
    slip = pl.col("slip")
    can_swap = (next_one != "") & (next_one != here)
    slipped = (
        pl.when((slip == 0) & ~is_short)
        .then(before + rest)
        .when((slip == 1) & ~is_short)
        .then(before + here + here + rest)
        .when((slip == 2) & can_swap)
        .then(before + next_one + here + TEXT.str.slice(PLACE + 2))
    )
    wrong = pl.when(here != LETTER).then(before + LETTER + rest)
    return pl.coalesce(slipped, wrong, before + here + here + rest)


def mistype_dates(days: pl.Series) -> pl.Series:
    """Day and month swapped where that is another date, else the day after."""
    born = pl.col(days.name)
    day, month = born.dt.day(), born.dt.month()
    can_swap = (day <= 12) & (day != month)
    swapped = pl.date(born.dt.year(), pl.when(can_swap).then(day).otherwise(1), month)
    return (
        days.to_frame()
        .select(pl.when(can_swap).then(swapped).otherwise(born.dt.offset_by("1d")))
        .to_series()
        .alias(days.name)
    )
