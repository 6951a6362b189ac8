"""The identity stage: read the night's person records, write who is who."""

from datetime import date
from pathlib import Path

import polars as pl
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.history import keep_state, lay_history, read_state
from flows.identity.normalise import CONTACT_POINTS, normalise_contacts
from flows.identity.resolve import Identities, resolve
from flows.identity.stable_ids import CHANGES, KNOWN
from flows.night import Night
from flows.retries import is_worth_retrying
from flows.settings import kept_shop
from flows.warehouse import query

__all__ = ["resolve_identities"]

PERSONS = """
    select
        record_id,
        member_number,
        email,
        phone,
        email_verified,
        phone_verified,
        meant_record_id,
        first_seen_date
    from identity.int_person_records
"""
# Everything that will be compared with a customer's e-mail or phone.
CONTACT_VALUES = """
    select 'email' as kind, email as value from identity.int_person_records
    union
    select 'phone', phone from identity.int_person_records
    union
    select 'email', email from staging.stg_consents
    union
    select 'phone', phone from staging.stg_consents
    union
    select 'email', email from staging.stg_orders
    union
    select 'phone', phone from staging.stg_orders
    union
    select 'email', email from staging.stg_interactions
    union
    select 'phone', phone from staging.stg_interactions
    union
    select 'email', email from staging.stg_survey_answers
    union
    select 'phone', phone from staging.stg_survey_answers
    union
    select kind, value from settings.suppressions where kind in ('email', 'phone')
"""


@flow(name="resolve-identities")
def resolve_identities(home: str, as_of: str, attempt: int) -> dict[str, int]:
    """Resolve the night's records; returns counts of records, customers, changes."""
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    contact_points = normalise_contact_points(night)
    identities = resolve_records(night, contact_points)
    keep_identities(night, identities, contact_points)
    tonight = identities.changes.filter(pl.col("as_of") == night.as_of)
    kinds = dict(tonight["kind"].value_counts().iter_rows())
    return {
        "records": identities.records.height,
        "customers": identities.records["customer_id"].n_unique(),
        "new": kinds.get("new", 0),
        "merged": kinds.get("merge", 0),
        "split": kinds.get("split", 0),
    }


@task(name="normalise-contact-points", cache_policy=NO_CACHE)
def normalise_contact_points(night: Night) -> pl.DataFrame:
    """The normal value of every e-mail and phone that the night has to compare."""
    values = query(night.warehouse, CONTACT_VALUES)
    known = read_state(night, "contact_points", CONTACT_POINTS)
    return normalise_contacts(values, known, kept_shop(night.folder).country)


@task(name="resolve-records", cache_policy=NO_CACHE)
def resolve_records(night: Night, contact_points: pl.DataFrame) -> Identities:
    """Clusters and ids, from tonight's records and the newest earlier night."""
    return resolve(
        query(night.warehouse, PERSONS),
        contact_points,
        read_state(night, "records", KNOWN),
        read_state(night, "changes", CHANGES),
        night.as_of,
    )


@task(
    name="keep-identities",
    retries=2,
    retry_delay_seconds=1,
    retry_condition_fn=is_worth_retrying,
    cache_policy=NO_CACHE,
)
def keep_identities(
    night: Night, identities: Identities, contact_points: pl.DataFrame
) -> None:
    """Write the state that outlives the night, and hand dbt what it reads."""
    keep_state(night, "identity", "records", identities.known)
    keep_state(night, "identity", "changes", identities.changes)
    keep_state(night, "identity", "contact_points", contact_points)
    identities.records.write_parquet(night.state / "identity_records.parquet")
    identities.changes.write_parquet(night.state / "identity_changes.parquet")
    identities.heirs.write_parquet(night.state / "heirs.parquet")
    contact_points.write_parquet(night.state / "contact_points.parquet")
    lay_history(night, identities.heirs)
