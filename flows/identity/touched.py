"""Whom what is new may concern: all others stay who they were.

A component is all records that links connect. Who is who in it depends on its records,
its links and the settings alone, so that one that nothing new touches stays as it was.
"""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from flows.identity.links import hashed_key
from flows.identity.news import News
from flows.identity.rules import MatchRule
from flows.identity.settings import IdentitySettings

__all__ = ["Crowded", "crowded_before", "touched_records"]


class Crowded(NamedTuple):
    """Values that too many names shared, as :data:`~flows.identity.links.CROWDED`.

    Attributes:
        moved: those of which a record is new, another, or gone.
        still: the others, which are as they were.
    """

    moved: pl.DataFrame
    still: pl.DataFrame


def crowded_before(
    crowded: pl.DataFrame,
    evidence: pl.DataFrame,
    rules: Sequence[MatchRule],
    news: News,
) -> Crowded:
    """What was crowded the night before, by whether anything of it is new."""
    if crowded.is_empty():
        return Crowded(crowded, crowded)
    keys = ["link_rule", "value"]
    fresh = evidence.filter(news.changed)
    new_values = [
        hashed_key(fresh, rule.keys)
        .to_frame()
        .select(pl.lit(rule.name).alias("link_rule"), "value")
        for rule in rules
    ]
    left = crowded.filter(pl.col("record_id").is_in(news.other_ids.implode()))
    moved = pl.concat([left.select(keys), *new_values])
    return Crowded(
        crowded.join(moved, on=keys, how="semi"),
        crowded.join(moved, on=keys, how="anti"),
    )


def touched_records(
    evidence: pl.DataFrame,
    settings: IdentitySettings,
    news: News,
    likely: pl.DataFrame,
    known: pl.DataFrame,
    crowded: pl.DataFrame,
) -> pl.Series:
    """Of each record whether it may be somebody else than the night before.

    Args:
        evidence: tonight's records, with a column for every key of the rules.
        settings: what the shop settled, the same as the night before.
        news: what is new among the records.
        likely: tonight's likely pairs, ``left`` and ``right``.
        known: ids of the night before, as :data:`~flows.identity.stable_ids.KNOWN`.
        crowded: who has a value that was crowded, and of which a record is new.

    Returns:
        One mark per row. Touched is what is new or another than it was; what shares a
        value of a rule with it, is like it, or has its id; what a person's word names;
        and all of a component with such a record or with one that is gone.
    """
    named = pl.concat(
        [
            *_like(likely, news),
            *(settings.rulings["left"], settings.rulings["right"]),
            _of_their_ids(known, news),
            crowded["record_id"],
        ]
    ).unique()
    touched = news.changed | evidence["record_id"].is_in(named.implode())
    for rule in settings.rules:
        value = hashed_key(evidence, rule.keys)
        fresh = value.filter(news.changed).drop_nulls().unique()
        touched = touched | value.is_in(fresh.implode()).fill_null(value=False)
    component = news.seen["component"]
    components = pl.concat([component.filter(touched), news.gone["component"]])
    within = component.is_in(components.drop_nulls().unique().implode())
    return touched | within.fill_null(value=False)


def _like(likely: pl.DataFrame, news: News) -> tuple[pl.Series, pl.Series]:
    """Both sides of the likely pairs of which one is new."""
    changed = news.changed_ids.implode()
    pairs = likely.filter(
        pl.col("left").is_in(changed) | pl.col("right").is_in(changed)
    )
    return pairs["left"], pairs["right"]


def _of_their_ids(known: pl.DataFrame, news: News) -> pl.Series:
    """Who has the id of one that is new: who comes back brings their id along."""
    changed = news.changed_ids.implode()
    ids = known.filter(pl.col("record_id").is_in(changed))["customer_id"].unique()
    return known.filter(pl.col("customer_id").is_in(ids.implode()))["record_id"]
