"""Customers keep their ids: tomorrow's clusters take over today's.

A cluster keeps the id with which it shares the most records. What happens to every
other id is written down: a merge names the heir, a split the id that was left.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.identity.changes import changes_of

__all__ = ["KNOWN", "Resolution", "assign_ids", "mint_id"]

KNOWN = pl.Schema(
    [
        ("record_id", pl.String()),
        ("customer_id", pl.String()),
        ("link_rule", pl.String()),
        ("link_weight", pl.Decimal(9, 6)),
        ("first_seen_on", pl.Date()),
    ]
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What ``assign_ids`` finds.

    Attributes:
        records: tonight's, as :data:`KNOWN`.
        changes: this night's, as :data:`~flows.identity.changes.CHANGES`.
    """

    records: pl.DataFrame
    changes: pl.DataFrame


def mint_id(seed: str) -> str:
    """A new customer id, the same for the same seed: ``c`` and 16 hex digits."""
    return "c" + hashlib.sha256(seed.encode()).hexdigest()[:16]


def assign_ids(
    clusters: pl.DataFrame,
    known: pl.DataFrame,
    retired: pl.Series,
    links: pl.DataFrame,
    apart: pl.DataFrame,
    as_of: date,
) -> Resolution:
    """Give every cluster its id.

    The pairs of a cluster and an old id are taken by the number of records they
    share, most first; ties by the older id, then by id and cluster. A cluster that
    gets no old id is given a new one, made from its first record.

    Args:
        clusters: as :func:`~flows.identity.clusters.cluster_records` gives them, with
            ``first_seen_date`` (the day of the record's first fact) beside.
        known: records and ids of the newest earlier night.
        retired: further ids that are never given out again: merged away, or of
            customers whose records are not among these.
        links: the links that hold the clusters together, as
            :data:`~flows.identity.links.LINKS`.
        apart: ``left`` and ``right`` of records that a person says are two people.
        as_of: the night's date.
    """
    pairs = _pairs(clusters, known)
    kept = _keep(pairs)
    ids_known = known.select("record_id", "customer_id")
    minted = _mint(clusters, kept, ids_known, retired, as_of)
    ids = pl.concat([kept.select("cluster", "customer_id"), minted])
    records = (
        clusters.join(ids, on="cluster", how="left", validate="m:1")
        .join(
            known.select("record_id", "first_seen_on"),
            on="record_id",
            how="left",
            validate="1:1",
        )
        .with_columns(pl.col("first_seen_on").fill_null(as_of))
        .select(KNOWN.names())
        .sort("record_id")
    )
    placed = records.select("record_id", "customer_id")
    return Resolution(records, changes_of(placed, ids_known, links, apart, as_of))


def _pairs(clusters: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """``cluster``, ``customer_id``, shared record count, age of the id; best first."""
    age = known.group_by("customer_id").agg(older=pl.col("first_seen_on").min())
    return (
        clusters.join(
            known.select("record_id", "customer_id"), on="record_id", validate="1:1"
        )
        .group_by("cluster", "customer_id")
        .agg(shared=pl.len(), first=pl.col("first_seen_date").min())
        .join(age, on="customer_id", validate="m:1")
        .sort(
            ["shared", "older", "first", "customer_id", "cluster"],
            descending=[True, False, False, False, False],
            nulls_last=True,
        )
    )


def _keep(pairs: pl.DataFrame) -> pl.DataFrame:
    """Greedy one-to-one choice from ``pairs``, which are sorted best first.

    A pair that is the best left of both its cluster and its id is what the greedy
    walk would take, so all of those are taken at once; a few rounds settle it.
    """
    left = pairs.with_row_index("place")
    taken = left.clear()
    while left.height:
        best = left.filter(
            (pl.col("place") == pl.col("place").min().over("cluster"))
            & (pl.col("place") == pl.col("place").min().over("customer_id"))
        )
        taken = pl.concat([taken, best])
        left = left.join(best, on="cluster", how="anti").join(
            best, on="customer_id", how="anti"
        )
    return taken.select("cluster", "customer_id")


def _mint(
    clusters: pl.DataFrame,
    kept: pl.DataFrame,
    known: pl.DataFrame,
    retired: pl.Series,
    as_of: date,
) -> pl.DataFrame:
    """``cluster`` and a new ``customer_id`` for every cluster that kept none."""
    first = (
        clusters.join(kept, on="cluster", how="anti")
        .sort("first_seen_date", "record_id", nulls_last=True)
        .group_by("cluster", maintain_order=True)
        .first()
        .select("cluster", "record_id")
    )
    # A person split off must not be given the id that the others kept; split off
    # again, not the id that was merged away. The night comes last, so that the same
    # split on another night gives the same id where that can be.
    left = first.join(
        known.select("record_id", was="customer_id"),
        on="record_id",
        how="left",
        validate="1:1",
    ).with_columns(pl.col("was").fill_null(""))
    taken = pl.concat([known["customer_id"], retired])
    minted = []
    for seed in (pl.col("record_id"), pl.format("{} {}", "record_id", "was")):
        tried = left.with_columns(customer_id=_minted(left, seed))
        used = taken.filter(taken.is_in(tried["customer_id"].implode()))
        is_free = ~tried["customer_id"].is_in(used.implode())
        minted.append(tried.filter(is_free))
        left = left.filter(~is_free)
    last = pl.format("{} {} {}", "record_id", "was", pl.lit(str(as_of)))
    minted.append(left.with_columns(customer_id=_minted(left, last)))
    return pl.concat(minted).select("cluster", "customer_id")


def _minted(records: pl.DataFrame, seed: pl.Expr) -> pl.Series:
    seeds = records.select(seed).to_series()
    return pl.Series("customer_id", map(mint_id, seeds), dtype=pl.String)
