"""How well records are put together, counted over all pairs of them."""

from dataclasses import dataclass

import polars as pl

__all__ = ["Quality", "quality"]


@dataclass(frozen=True, slots=True)
class Quality:
    """Pairs of records of one person: how many there are, were found, were right."""

    true_pairs: int
    found_pairs: int
    right_pairs: int

    @property
    def precision(self) -> float:
        """Of the pairs found, the share that is right."""
        return self.right_pairs / self.found_pairs if self.found_pairs else 1.0

    @property
    def recall(self) -> float:
        """Of the true pairs, the share that was found."""
        return self.right_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def quality(found: pl.DataFrame, truth: pl.DataFrame) -> Quality:
    """Compare ``record_id`` and ``customer_id`` with ``record_id`` and ``person``.

    Pairs are counted by the sizes of groups and never written down.
    """
    both = found.join(truth, on="record_id", validate="1:1")
    return Quality(
        true_pairs=_pairs(both, "person"),
        found_pairs=_pairs(both, "customer_id"),
        right_pairs=_pairs(both, "person", "customer_id"),
    )


def _pairs(records: pl.DataFrame, *group: str) -> int:
    size = pl.col("len").cast(pl.Int64)
    sizes = records.group_by(*group).len()
    return int(sizes.select((size * (size - 1) // 2).sum()).item())
