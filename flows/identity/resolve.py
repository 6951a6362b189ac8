"""From person records to customers, in one pure step."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.identity.changes import CHANGES, heirs
from flows.identity.clusters import cluster_records
from flows.identity.evidence import with_verified
from flows.identity.guards import barred_values, without_barred
from flows.identity.links import LINKS, shared_values
from flows.identity.memory import Memory, remembered
from flows.identity.rules import LIKENESS
from flows.identity.settings import IdentitySettings
from flows.identity.stable_ids import KNOWN, assign_ids

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
    believed = without_barred(evidence, barred)
    memory = remembered(believed, before, as_of)
    clusters = cluster_records(
        believed,
        shared_values(with_verified(believed), settings.rules),
        pl.concat(
            [
                settings.ruled_links(believed["record_id"]),
                _likely(memory.scored, float(settings.shares["least_likeness"])),
            ]
        ),
        settings.apart,
        settings.limits,
        float(settings.shares["least_support"]),
    )
    placed = clusters.records.join(first_seen, on="record_id", validate="1:1")
    retired = heirs(changes)["customer_id"]
    resolution = assign_ids(
        placed, known, retired, clusters.links, settings.apart, as_of
    )
    every_change = pl.concat([changes, resolution.changes]).select(CHANGES.names())
    today = heirs(every_change)
    return Identities(
        records=resolution.records,
        known=pl.concat([resolution.records, _absent(known, resolution.records, today)])
        .select(KNOWN.names())
        .sort("record_id"),
        changes=every_change,
        heirs=today,
        links=clusters.links,
        refused=clusters.refused,
        barred=barred,
        memory=memory,
    )


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


def _absent(
    known: pl.DataFrame, records: pl.DataFrame, today: pl.DataFrame
) -> pl.DataFrame:
    """Records that are not there tonight, under the ids of today."""
    return (
        known.join(records, on="record_id", how="anti")
        .join(today, on="customer_id", how="left", validate="m:1")
        .with_columns(customer_id=pl.coalesce("heir", "customer_id"))
        .select(KNOWN.names())
    )
