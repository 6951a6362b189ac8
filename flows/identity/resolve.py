"""From person records to customers, in one pure step."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import polars as pl

from flows.identity.changes import CHANGES, heirs
from flows.identity.clusters import cluster_records
from flows.identity.evidence import with_verified
from flows.identity.guards import barred_values, without_barred
from flows.identity.links import LINKS, shared_values
from flows.identity.memory import Memory, Standing, remembered
from flows.identity.news import news_of
from flows.identity.rules import LIKENESS
from flows.identity.settings import IdentitySettings
from flows.identity.stable_ids import KNOWN, assign_ids
from flows.identity.touched import crowded_before, touched_records

__all__ = ["Identities", "resolve"]


@dataclass(frozen=True, slots=True)
class Identities:
    """What a night knows of who is who.

    Attributes:
        records: tonight's records and their ids.
        known: these and every record of earlier nights that is not there tonight, so
            that it finds its id again.
        changes: every change of all nights.
        heirs: who a retired id is today.
        links: the links that hold the customers together.
        refused: links between records that stay apart, with the reason.
        barred: values that tie nobody, with the reason.
        memory: what the next night needs to compare only what is new.
    """

    records: pl.DataFrame
    known: pl.DataFrame
    changes: pl.DataFrame
    heirs: pl.DataFrame
    links: pl.DataFrame
    refused: pl.DataFrame
    barred: pl.DataFrame
    memory: Memory


def resolve(
    evidence: pl.DataFrame,
    first_seen: pl.DataFrame,
    settings: IdentitySettings,
    known: pl.DataFrame,
    changes: pl.DataFrame,
    before: Memory,
    as_of: date,
) -> Identities:
    """Resolve tonight's records against what earlier nights knew.

    Args:
        evidence: one row per record, as
            :func:`~flows.identity.evidence.evidence_of` gives it.
        first_seen: ``record_id`` and ``first_seen_date``, the day of its first fact.
        settings: what the shop settled.
        known: records of the newest earlier night, as
            :data:`~flows.identity.stable_ids.KNOWN`.
        changes: changes of all earlier nights, as
            :data:`~flows.identity.changes.CHANGES`.
        before: what that night remembered.
        as_of: the night's date.
    """
    barred = barred_values(evidence, settings.blocked, settings.limits)
    believed = with_verified(without_barred(evidence, barred))
    news = news_of(believed, before.seen)
    memory = remembered(believed, before, as_of, news)
    likely = _likely(memory.scored, float(settings.shares["least_likeness"]))
    is_told = memory.standing.settled == settings.settled
    standing = memory.standing if is_told else Standing()
    crowded = crowded_before(standing.crowded, believed, settings.rules, news)
    touched = (
        touched_records(believed, settings, news, likely, known, crowded.moved)
        if is_told
        else pl.repeat(True, believed.height, eager=True)
    )
    here = believed.filter(touched)
    likely = likely.filter(pl.col("left").is_in(here["record_id"].implode()))
    shared = shared_values(here, settings.rules, crowded.still)
    clusters = cluster_records(
        here,
        shared.values,
        pl.concat([settings.ruled_links(here["record_id"]), likely]),
        settings.apart,
        settings.limits,
        float(settings.shares["least_support"]),
    )
    placed = clusters.records.join(first_seen, on="record_id", validate="1:1")
    retired = heirs(changes)["customer_id"]
    parts = _parts(known, believed["record_id"], touched)
    resolution = assign_ids(
        placed,
        parts.concerned,
        pl.concat([retired, known["customer_id"]]),
        clusters.links,
        settings.apart,
        as_of,
    )
    every_change = pl.concat([changes, resolution.changes]).select(CHANGES.names())
    today = heirs(every_change)
    records = parts.untouched.merge_sorted(resolution.records, "record_id")
    gone = pl.concat([here["record_id"], news.gone["record_id"]]).implode()
    links, refused = (
        _put_together(earlier, gone, found)
        for earlier, found in (
            (standing.links, clusters.links),
            (standing.refused, clusters.refused),
        )
    )
    return Identities(
        records=records,
        known=records.merge_sorted(_of_today(parts.absent, today), "record_id"),
        changes=every_change,
        heirs=today,
        links=links,
        refused=refused,
        barred=barred,
        memory=replace(
            memory,
            seen=_with_components(memory.seen, touched, clusters.components),
            standing=Standing(settings.settled, links, refused, shared.crowded),
        ),
    )


class Parts(NamedTuple):
    """The records that are known, by what becomes of them tonight.

    Attributes:
        untouched: they keep their ids.
        absent: they are not there tonight.
        concerned: of the customers of whom a record is touched, absent ones too.
    """

    untouched: pl.DataFrame
    absent: pl.DataFrame
    concerned: pl.DataFrame


def _parts(known: pl.DataFrame, records: pl.Series, touched: pl.Series) -> Parts:
    tonight = pl.DataFrame([records, touched.alias("is_touched")])
    told = known.join(tonight, on="record_id", how="left", maintain_order="left")
    is_touched = pl.col("is_touched")
    ids = told.filter(is_touched)["customer_id"].unique().implode()
    return Parts(
        *(
            told.filter(chosen).select(KNOWN.names())
            for chosen in (
                ~is_touched,
                is_touched.is_null(),
                pl.col("customer_id").is_in(ids),
            )
        )
    )


def _put_together(
    earlier: pl.DataFrame, gone: pl.Series, found: pl.DataFrame
) -> pl.DataFrame:
    """What was found, and of earlier what has nothing to do with it.

    No record is in both, so that the left ones suffice to sort them by.
    """
    stays = earlier.filter(~pl.col("left").is_in(gone) & ~pl.col("right").is_in(gone))
    return stays.merge_sorted(found, "left")


def _with_components(
    seen: pl.DataFrame, touched: pl.Series, found: pl.DataFrame
) -> pl.DataFrame:
    """The records with their components, those found anew in the place of earlier."""
    fresh = pl.Series("component", [None], pl.UInt64).new_from_index(0, seen.height)
    fresh = fresh.scatter(touched.arg_true(), found["component"])
    return seen.with_columns(component=pl.coalesce(fresh, "component"))


def _likely(scored: pl.DataFrame, least: float) -> pl.DataFrame:
    """The pairs that are likely enough, as links."""
    return (
        scored.filter(pl.col("probability") >= least)
        .select(
            "left",
            "right",
            link_rule=pl.lit(LIKENESS.name),
            trust=pl.lit(LIKENESS.trust, pl.Int32),
            link_weight="probability",
        )
        .select(LINKS.names())
    )


def _of_today(absent: pl.DataFrame, today: pl.DataFrame) -> pl.DataFrame:
    """Records that are not there tonight, under the ids of today."""
    return (
        absent.join(
            today, on="customer_id", how="left", validate="m:1", maintain_order="left"
        )
        .with_columns(customer_id=pl.coalesce("heir", "customer_id"))
        .select(KNOWN.names())
    )
