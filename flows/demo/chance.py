"""Where chance comes from, and which rows it falls on."""

import numpy as np
import polars as pl

__all__ = ["chance_of", "flips", "picks", "some_of"]

Rng = np.random.Generator


def chance_of(seed: int, entity: str) -> Rng:
    """A generator of the entity's own: another entity's draws never move it."""
    return np.random.default_rng([seed, *entity.encode()])


def flips(count: int, share: float, rng: Rng) -> pl.Series:
    """True for about ``share`` of ``count`` rows."""
    return pl.Series("flip", rng.random(count) < share)


def some_of(rows: pl.DataFrame, share: float, rng: Rng) -> pl.DataFrame:
    """About ``share`` of the rows, in their order."""
    return rows.filter(flips(rows.height, share, rng))


def picks(words: dict[str, float], count: int, rng: Rng) -> pl.Series:
    """A word for each of ``count`` rows, drawn by its share."""
    shares = np.array(list(words.values()))
    drawn = rng.choice(len(words), count, p=shares / shares.sum())
    return pl.Series(list(words), dtype=pl.String).gather(drawn)
