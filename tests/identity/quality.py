"""How well records are put together, counted over all pairs of them."""

from dataclasses import dataclass

import polars as pl

__all__ = ["ALL", "ORDINARY", "Quality", "quality", "quality_by_kind"]

ALL = "all"
ORDINARY = "ordinary"  # the kind of people without a difficulty

COUNTS = ("true_pairs", "found_pairs", "wrong_pairs")


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


def quality_by_kind(predicted: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """Count the pairs of records that are one person, and those taken for one.

    A pair of two people counts as wrong for the kind of either, once for each kind;
    in ``all`` it counts once. Pairs are counted by the sizes of groups.

    Args:
        predicted: ``record_id`` and ``customer_id``; records without truth are left
            out.
        truth: ``record_id``, ``person`` and ``kind`` (null or empty: ordinary); a
            record that is not in ``predicted`` stands alone.

    Returns:
        One row per kind, sorted, and ``all`` as the last: ``kind``, ``true_pairs``,
        ``found_pairs``, ``wrong_pairs``, ``precision``, ``recall``, ``f1``; a share
        of nothing is null.
    """
    records = truth.join(
        predicted, on="record_id", how="left", validate="1:1"
    ).with_columns(
        pl.col("kind").replace("", None).fill_null(ORDINARY),
        pl.coalesce("customer_id", "alone:" + pl.col("record_id")).alias("customer_id"),
    )
    whole = records.with_columns(kind=pl.lit(ALL))
    counted = pl.concat([_counted(records), _counted(whole)])
    precision = _share_of("found_pairs", pl.col("found_pairs") + pl.col("wrong_pairs"))
    recall = _share_of("found_pairs", pl.col("true_pairs"))
    both = pl.col("true_pairs") + pl.col("found_pairs") + pl.col("wrong_pairs")
    return counted.with_columns(
        precision.alias("precision"),
        recall.alias("recall"),
        (2 * _share_of("found_pairs", both)).alias("f1"),
    )


def _counted(records: pl.DataFrame) -> pl.DataFrame:
    """One row per kind, sorted, with its counts of pairs."""
    customers = records.group_by("customer_id").agg(pl.len().alias("size"))
    of_kind = (
        records.group_by("kind", "customer_id")
        .agg(pl.len().alias("own"))
        .join(customers, on="customer_id", validate="m:1")
    )
    touched = _pair_count("size") - _pair_count(pl.col("size") - pl.col("own"))
    return (
        _summed(records, "true_pairs", "person")
        .join(_summed(records, "found_pairs", "person", "customer_id"), on="kind")
        .join(of_kind.group_by("kind").agg(touched.sum().alias("touched")), on="kind")
        .with_columns((pl.col("touched") - pl.col("found_pairs")).alias("wrong_pairs"))
        .select("kind", *COUNTS)
        .sort("kind")
    )


def _summed(records: pl.DataFrame, name: str, *group: str) -> pl.DataFrame:
    groups = records.group_by("kind", *group).agg(pl.len().alias("size"))
    return groups.group_by("kind").agg(_pair_count("size").sum().alias(name))


def _pair_count(size: str | pl.Expr) -> pl.Expr:
    count = (pl.col(size) if isinstance(size, str) else size).cast(pl.Int64)
    return count * (count - 1) // 2


def _share_of(part: str, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(pl.col(part) / whole)
