"""The handful of rows that cannot be read, planted so that they can be found again."""

import numpy as np
import polars as pl

__all__ = ["plant"]

ROWS_PER_PLANTED = 200


def plant(kinds: dict[str, int], count: int, rng: np.random.Generator) -> pl.Series:
    """What is wrong with each of ``count`` rows: null for all but a handful.

    Args:
        kinds: what can be wrong, and in how many rows of a large town; a small town
            has fewer, but one of each as long as there are rows.
        count: how many rows there are.
        rng: where chance comes from.
    """
    most = max(1, count // ROWS_PER_PLANTED)
    wrong = [name for name, rows in kinds.items() for _ in range(min(rows, most))]
    planted = np.full(count, "", dtype="U12")
    places = rng.permutation(count)[: len(wrong)]
    planted[places] = wrong[: len(places)]
    return pl.Series("planted", planted).replace("", None)
