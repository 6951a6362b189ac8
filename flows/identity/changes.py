"""What happens to customers' ids: every merge, split and new id, and what did it."""

from datetime import date

import polars as pl

__all__ = ["CHANGES", "changes_of", "earlier_ids", "heirs"]

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


def changes_of(
    records: pl.DataFrame,
    known: pl.DataFrame,
    links: pl.DataFrame,
    apart: pl.DataFrame,
    as_of: date,
) -> pl.DataFrame:
    """Every new id, every id merged away and every id split in this night.

    Args:
        records: ``record_id`` and ``customer_id`` tonight.
        known: the same of the newest earlier night.
        links: the links that hold the customers together, as
            :data:`~flows.identity.links.LINKS`.
        apart: ``left`` and ``right`` of records that a person says are two people.
        as_of: the night's date.

    Returns:
        As :data:`CHANGES`, sorted; with each merge the most trusted link that did it,
        with a split the ruling where there is one.
    """
    placed = records.rename({"customer_id": "new_customer_id"}).join(
        known.rename({"customer_id": "old_customer_id"}), on="record_id", how="left"
    )
    moves = _moves(placed.drop_nulls("old_customer_id"))
    merges = (
        moves.filter(pl.col("kind") == "merge")
        .join(_bridges(links, known), on="old_customer_id", how="left")
        .with_columns(
            reason=pl.concat_str(
                pl.lit("now one person"),
                pl.format(", linked by {}", "link_rule").fill_null(""),
            )
        )
    )
    ids = ["old_customer_id", "new_customer_id"]
    loose = pl.format("{} of its records are no longer linked to it", "shared")
    splits = (
        moves.filter(pl.col("kind") == "split")
        .join(_rulings(apart, records), on=ids, how="left")
        .with_columns(
            reason=pl.when(pl.col("link").is_null())
            .then(loose)
            .otherwise(pl.lit("a ruling says they are two people"))
        )
    )
    seen = placed.drop_nulls("old_customer_id")
    new = (
        placed.join(seen, on="new_customer_id", how="anti")
        .select("new_customer_id")
        .unique()
        .with_columns(kind=pl.lit("new"), reason=pl.lit("first seen"))
    )
    return (
        pl.concat([new, merges, splits], how="diagonal")
        .with_columns(as_of=pl.lit(as_of))
        .select(CHANGES.names())
        .cast(CHANGES)
        .sort("kind", "old_customer_id", "new_customer_id", nulls_last=True)
    )


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
        records came from one to the other, by merges and by splits; ``moved_on`` is the
        night since which they are not there any more.
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
                *keys, moved_on="as_of"
            )
        found = grown


def _moves(placed: pl.DataFrame) -> pl.DataFrame:
    """Each id that records left, each to which they went, how many, and the kind.

    An id that no record kept is merged into the one that most of its records have now;
    what went elsewhere was split from it.
    """
    left = placed.filter(pl.col("old_customer_id") != pl.col("new_customer_id"))
    moves = (
        placed.join(left, on="old_customer_id", how="semi")
        .group_by("old_customer_id", "new_customer_id")
        .agg(shared=pl.len())
    )
    is_kept = pl.col("old_customer_id") == pl.col("new_customer_id")
    kept = moves.filter(is_kept)["old_customer_id"].implode()
    is_largest = pl.int_range(pl.len()).over("old_customer_id") == 0
    is_merge = is_largest & ~pl.col("old_customer_id").is_in(kept)
    return (
        moves.filter(~is_kept)
        .sort(
            ["old_customer_id", "shared", "new_customer_id"],
            descending=[False, True, False],
        )
        .with_columns(
            kind=pl.when(is_merge).then(pl.lit("merge")).otherwise(pl.lit("split"))
        )
    )


def _bridges(links: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The most trusted link from each known id to another: ``link``, ``link_rule``."""
    known_ends = links.join(
        known.rename({"record_id": "left", "customer_id": "one"}), on="left", how="left"
    ).join(
        known.rename({"record_id": "right", "customer_id": "other"}),
        on="right",
        how="left",
    )
    bridges = known_ends.filter(pl.col("one").ne_missing(pl.col("other")))
    said = pl.format("{} and {}: {} ({})", "left", "right", "link_rule", "link_weight")
    ends = [
        bridges.select(
            *("trust", "link_weight", "left", "right", "link_rule"),
            old_customer_id=end,
            link=said,
        )
        for end in ("one", "other")
    ]
    return (
        pl.concat(ends)
        .drop_nulls("old_customer_id")
        .sort(
            ["trust", "link_weight", "left", "right"],
            descending=[False, True, False, False],
        )
        .unique("old_customer_id", keep="first", maintain_order=True)
        .select("old_customer_id", "link", "link_rule")
    )


def _rulings(apart: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """The first ruling that keeps two ids apart, whichever of them is the old one."""
    named = apart
    for end in ("left", "right"):
        ids = records.rename({"record_id": end, "customer_id": f"{end}_id"})
        named = named.join(ids, on=end)
    said = pl.format("{} and {}: ruling", "left", "right")
    ends = [
        named.select(
            *("left", "right"), old_customer_id=old, new_customer_id=new, link=said
        )
        for old, new in (("left_id", "right_id"), ("right_id", "left_id"))
    ]
    return (
        pl.concat(ends)
        .sort("left", "right")
        .unique(["old_customer_id", "new_customer_id"], keep="first")
        .select("old_customer_id", "new_customer_id", "link")
    )
