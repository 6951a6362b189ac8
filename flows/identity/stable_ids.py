"""Customers keep their ids: tomorrow's clusters take over today's.

A cluster keeps the id with which it shares the most records. What happens to every
other id is written down: a merge names the heir, a split the id that was left.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import polars as pl

__all__ = [
    "CHANGES",
    "KNOWN",
    "Resolution",
    "assign_ids",
    "earlier_ids",
    "heirs",
    "mint_id",
]

KNOWN = pl.Schema(
    [
        ("record_id", pl.String()),
        ("customer_id", pl.String()),
        ("link_rule", pl.String()),
        ("link_weight", pl.Decimal(9, 6)),
        ("first_seen_on", pl.Date()),
    ]
)
CHANGES = pl.Schema(
    {
        "as_of": pl.Date,
        "kind": pl.String,
        "old_customer_id": pl.String,
        "new_customer_id": pl.String,
        "reason": pl.String,
        "link": pl.String,
    }
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """``records`` as :data:`KNOWN`; ``changes`` of this night as :data:`CHANGES`."""

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
        retired: ids that were merged away, which are never given out again.
        links: the links that hold the clusters together, as
            :data:`~flows.identity.links.LINKS`.
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
    changes = _changes(records, clusters, known, minted, as_of)
    return Resolution(records, _with_links(changes, links, known))


def heirs(changes: pl.DataFrame) -> pl.DataFrame:
    """Who a retired id is today: ``customer_id`` and ``heir``, chains resolved."""
    merges = changes.filter(pl.col("kind") == "merge").sort("as_of")
    latest = merges.group_by("old_customer_id", maintain_order=True).last()
    found = latest.select(customer_id="old_customer_id", heir="new_customer_id")
    onward = found.rename({"customer_id": "heir", "heir": "next"})
    while True:
        moved = found.join(onward, on="heir", how="left", validate="m:1")
        if moved["next"].null_count() == moved.height:
            return found.sort("customer_id")
        found = moved.select("customer_id", heir=pl.coalesce("next", "heir"))


def earlier_ids(changes: pl.DataFrame) -> pl.DataFrame:
    """Under which other ids some of a customer's records were before.

    Returns:
        One row per ``customer_id`` and ``earlier_id``, sorted, whichever way the
        records came from one to the other, by merges and by splits.
    """
    steps = changes.filter(pl.col("kind") != "new").select(
        "as_of", customer_id="new_customer_id", earlier_id="old_customer_id"
    )
    before = steps.select(
        earlier_id="customer_id", further_id="earlier_id", moved_on="as_of"
    )
    keys = ["customer_id", "earlier_id"]
    found = steps.group_by(keys).agg(pl.col("as_of").max()).sort(keys)
    while True:
        onward = found.join(before, on="earlier_id").filter(
            # What an id took in after it gave records away did not come with them.
            pl.col("moved_on") <= pl.col("as_of")
        )
        grown = (
            pl.concat(
                [
                    found.select("as_of", *keys),
                    onward.select(
                        "customer_id", as_of="moved_on", earlier_id="further_id"
                    ).select("as_of", *keys),
                ]
            )
            .group_by(keys)
            .agg(pl.col("as_of").max())
            .sort(keys)
        )
        if grown.equals(found):
            return found.filter(pl.col("customer_id") != pl.col("earlier_id")).select(
                keys
            )
        found = grown


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
    taken = pl.concat([known["customer_id"], retired]).unique().implode()
    minted = []
    for seed in (pl.col("record_id"), pl.format("{} {}", "record_id", "was")):
        tried = left.with_columns(customer_id=_minted(left, seed))
        is_free = ~tried["customer_id"].is_in(taken)
        minted.append(tried.filter(is_free))
        left = left.filter(~is_free)
    last = pl.format("{} {} {}", "record_id", "was", pl.lit(str(as_of)))
    minted.append(left.with_columns(customer_id=_minted(left, last)))
    return pl.concat(minted).select("cluster", "customer_id")


def _minted(records: pl.DataFrame, seed: pl.Expr) -> pl.Series:
    seeds = records.select(seed).to_series()
    return pl.Series("customer_id", map(mint_id, seeds), dtype=pl.String)


def _changes(
    records: pl.DataFrame,
    clusters: pl.DataFrame,
    known: pl.DataFrame,
    minted: pl.DataFrame,
    as_of: date,
) -> pl.DataFrame:
    """Every new id, every id merged away and every id split in this night."""
    placed = records.select("record_id", new_customer_id="customer_id").join(
        known.select("record_id", old_customer_id="customer_id"),
        on="record_id",
        validate="1:1",
    )
    left = placed.filter(pl.col("old_customer_id") != pl.col("new_customer_id"))
    moves = (
        placed.join(left, on="old_customer_id", how="semi")
        .group_by("old_customer_id", "new_customer_id")
        .agg(shared=pl.len())
    )
    survivors = moves.filter(pl.col("old_customer_id") == pl.col("new_customer_id"))
    moved = moves.filter(pl.col("old_customer_id") != pl.col("new_customer_id")).sort(
        ["old_customer_id", "shared", "new_customer_id"],
        descending=[False, True, False],
    )
    is_kept = pl.col("old_customer_id").is_in(
        survivors["old_customer_id"].unique().implode()
    )
    is_largest = pl.int_range(pl.len()).over("old_customer_id") == 0
    events = moved.with_columns(
        kind=pl.when(~is_kept & is_largest)
        .then(pl.lit("merge"))
        .otherwise(pl.lit("split")),
    ).with_columns(
        reason=pl.when(pl.col("kind") == "merge")
        .then(pl.lit("now one person"))
        .otherwise(pl.format("{} of its records are no longer linked to it", "shared"))
    )
    unknown = clusters.join(known, on="record_id", how="semi")
    new = minted.join(unknown, on="cluster", how="anti").select(
        kind=pl.lit("new"),
        old_customer_id=pl.lit(None, pl.String),
        new_customer_id="customer_id",
        reason=pl.lit("first seen"),
    )
    return (
        pl.concat([new, events.select(new.columns)])
        .with_columns(as_of=pl.lit(as_of))
        .sort("kind", "old_customer_id", "new_customer_id", nulls_last=True)
    )


def _with_links(
    changes: pl.DataFrame, links: pl.DataFrame, known: pl.DataFrame
) -> pl.DataFrame:
    """The changes, and with each merge the most trusted link that did it."""
    ids = known.select("record_id", "customer_id")
    known_ends = links.join(
        ids.rename({"record_id": "left", "customer_id": "one"}), on="left", how="left"
    ).join(
        ids.rename({"record_id": "right", "customer_id": "other"}),
        on="right",
        how="left",
    )
    bridges = known_ends.filter(pl.col("one").ne_missing(pl.col("other")))
    said = pl.format("{} and {}: {} ({})", "left", "right", "link_rule", "link_weight")
    ends = [
        bridges.select(
            *("trust", "link_weight", "left", "right", "link_rule"), old=end, link=said
        )
        for end in ("one", "other")
    ]
    best = (
        pl.concat(ends)
        .drop_nulls("old")
        .sort(
            ["trust", "link_weight", "left", "right"],
            descending=[False, True, False, False],
        )
        .unique("old", keep="first", maintain_order=True)
        .select("link", "link_rule", kind=pl.lit("merge"), old_customer_id="old")
    )
    linked = pl.format("{}, linked by {}", "reason", "link_rule")
    return (
        changes.join(
            best, on=["kind", "old_customer_id"], how="left", maintain_order="left"
        )
        .with_columns(reason=pl.coalesce(linked, "reason"))
        .select(CHANGES.names())
    )
