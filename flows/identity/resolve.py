"""From person records to customers, in one pure step."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.identity.clusters import cluster_records
from flows.identity.stable_ids import CHANGES, KNOWN, assign_ids, heirs

__all__ = ["Identities", "resolve"]


@dataclass(frozen=True, slots=True)
class Identities:
    """What a night knows of who is who.

    ``records``: tonight's records and their ids; ``known``: these and every record of
    earlier nights that is not there tonight, so that it finds its id again;
    ``changes``: every change of all nights; ``heirs``: who a retired id is today.
    """

    records: pl.DataFrame
    known: pl.DataFrame
    changes: pl.DataFrame
    heirs: pl.DataFrame


def resolve(
    persons: pl.DataFrame,
    contact_points: pl.DataFrame,
    known: pl.DataFrame,
    changes: pl.DataFrame,
    as_of: date,
) -> Identities:
    """Resolve tonight's records against what earlier nights knew.

    Args:
        persons: one row per record, as ``identity.int_person_records``.
        contact_points: the normal value of each e-mail and phone in ``persons``.
        known: records of the newest earlier night, as
            :data:`~flows.identity.stable_ids.KNOWN`.
        changes: changes of all earlier nights, as
            :data:`~flows.identity.stable_ids.CHANGES`.
        as_of: the night's date.
    """
    keyed = _rule_keys(persons, contact_points)
    clusters = cluster_records(keyed).join(
        persons.select("record_id", "first_seen_date"), on="record_id", validate="1:1"
    )
    retired = heirs(changes)["customer_id"]
    resolution = assign_ids(clusters, known, retired, as_of)
    every_change = pl.concat([changes, resolution.changes]).select(CHANGES.names())
    today = heirs(every_change)
    absent = (
        known.join(resolution.records, on="record_id", how="anti")
        .join(today, on="customer_id", how="left", validate="m:1")
        .with_columns(customer_id=pl.coalesce("heir", "customer_id"))
        .select(KNOWN.names())
    )
    return Identities(
        records=resolution.records,
        known=pl.concat([resolution.records, absent]).sort("record_id"),
        changes=every_change,
        heirs=today,
    )


def _rule_keys(persons: pl.DataFrame, contact_points: pl.DataFrame) -> pl.DataFrame:
    """``record_id`` and the value of each rule's key, null where it does not hold."""
    keyed = persons.select(
        "record_id",
        "email_verified",
        "phone_verified",
        "email",
        "phone",
        same_id=pl.coalesce("meant_record_id", "record_id"),
        member_number=pl.col("member_number").str.strip_chars().str.to_uppercase(),
    ).with_columns(
        member_number=pl.when(pl.col("member_number") != "").then("member_number")
    )
    for kind in ("email", "phone"):
        normal = contact_points.filter(pl.col("kind") == kind).select(
            pl.col("value").alias(kind), pl.col("normal_value").alias(f"normal_{kind}")
        )
        keyed = keyed.join(normal, on=kind, how="left", validate="m:1").with_columns(
            pl.when(pl.col(f"{kind}_verified").fill_null(value=False))
            .then(f"normal_{kind}")
            .alias(f"verified_{kind}")
        )
    return keyed.select(
        "record_id", "same_id", "member_number", "verified_email", "verified_phone"
    )
