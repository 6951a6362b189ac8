"""What is new among the records since the night before, and whom it may concern.

A component is all records that links connect. Who is who in it depends on its records,
its links and the settings alone: one that nothing new touches stays as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from flows.identity.links import hashed_key
from flows.identity.rules import MatchRule

__all__ = ["SEEN", "News", "news_of", "touched_records"]

SEEN = pl.Schema(
    {"record_id": pl.String, "fingerprint": pl.UInt64, "component": pl.UInt64}
)


@dataclass(frozen=True, slots=True)
class News:
    """What is new.

    Attributes:
        seen: tonight's records as :data:`SEEN`, in the order of the evidence; the
            component is that of the night before, null where the record is new.
        changed: of each of them whether it is new or another than it was.
        gone: of the night before, as :data:`SEEN`, what is not there any more.
    """

    seen: pl.DataFrame
    changed: pl.Series
    gone: pl.DataFrame

    @property
    def changed_ids(self) -> pl.Series:
        """``record_id`` of what is new or another than it was."""
        return self.seen["record_id"].filter(self.changed)


def news_of(evidence: pl.DataFrame, before: pl.DataFrame) -> News:
    """Compare tonight's records with those of the night before, :data:`SEEN`."""
    compared = [name for name in evidence.columns if name != "record_id"]
    both = evidence.select("record_id", fingerprint=pl.struct(compared).hash()).join(
        before.rename({"fingerprint": "earlier"}),
        on="record_id",
        how="left",
        validate="1:1",
        maintain_order="left",
    )
    changed = both["fingerprint"].ne_missing(both["earlier"])
    gone = before.clear()
    if both["earlier"].count() < before.height:
        gone = before.join(both, on="record_id", how="anti")
    return News(both.select(SEEN.names()), changed, gone)


def touched_records(
    evidence: pl.DataFrame,
    rules: Sequence[MatchRule],
    news: News,
    also: Sequence[pl.Series],
) -> pl.Series:
    """Of each record whether it may be somebody else than the night before.

    Args:
        evidence: tonight's records, with a column for every key of the rules.
        rules: the rules.
        news: what is new among the records.
        also: ids of further records that something new touches.

    Returns:
        One mark per row: the record is new, another or named, has a value of a rule in
        common with one that is new or another, or is of a component with such a record,
        or with one that is gone.
    """
    touched = news.changed
    for rule in rules:
        value = hashed_key(evidence, rule.keys)
        fresh = value.filter(news.changed).drop_nulls().unique()
        touched = touched | value.is_in(fresh.implode()).fill_null(value=False)
    named = pl.concat(also).unique()
    touched = touched | evidence["record_id"].is_in(named.implode())
    component = news.seen["component"]
    components = pl.concat([component.filter(touched), news.gone["component"]])
    within = component.is_in(components.drop_nulls().unique().implode())
    return (touched | within.fill_null(value=False)).alias("is_touched")
