"""The handful of rows that cannot be read, planted so that they can be found again."""

import numpy as np
import polars as pl

__all__ = ["plant", "with_bad_copies"]

ROWS_PER_PLANTED = 200
ROWS_PER_ANY = 40


def plant(kinds: dict[str, int], count: int, rng: np.random.Generator) -> pl.Series:
    """What is wrong with each of ``count`` rows: null for all but a handful.

    Args:
        kinds: what can be wrong, and in how many rows of a large town; a small town
            has fewer, but one of each while that is not more than a row in forty: a
            file that is mostly wrong would be refused.
        count: how many rows there are.
        rng: where chance comes from.
    """
    most = max(1, count // ROWS_PER_PLANTED)
    wrong = [name for name, rows in kinds.items() for _ in range(min(rows, most))]
    wrong = wrong[: count // ROWS_PER_ANY]
    planted = np.full(count, "", dtype="U12")
    places = rng.permutation(count)[: len(wrong)]
    planted[places] = wrong[: len(places)]
    return pl.Series("planted", planted).replace("", None)


def with_bad_copies(
    rows: pl.DataFrame, kinds: dict[str, int], rng: np.random.Generator
) -> pl.DataFrame:
    """The rows, and after a handful of them a copy that cannot be read.

    The facts themselves stay whole, so that what can be read still adds up.
    """
    planted = plant(kinds, rows.height, rng)
    good = rows.with_columns(pl.lit(None, dtype=pl.String).alias("planted"))
    copies = rows.with_columns(planted).filter(pl.col("planted").is_not_null())
    places = pl.int_range(rows.height, dtype=pl.Int64, eager=True)
    return (
        pl.concat(
            [
                good.with_columns(places.alias("place")),
                copies.with_columns(
                    places.filter(planted.is_not_null()).alias("place")
                ),
            ]
        )
        .sort("place", maintain_order=True)
        .drop("place")
    )
