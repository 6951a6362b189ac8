"""The identity stage: read the night's person records, write who is who."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.history import keep_state, lay_history, read_state
from flows.identity.changes import CHANGES, earlier_ids
from flows.identity.evidence import evidence_of, forms_of
from flows.identity.normalise import CONTACT_POINTS, normalise_contacts
from flows.identity.resolve import Identities, resolve
from flows.identity.retraining import learn_anew
from flows.identity.stable_ids import KNOWN
from flows.identity.state import (
    keep_memory,
    keep_trained,
    persons_in,
    read_memory,
    settings_in,
)
from flows.night import Night
from flows.retries import is_worth_retrying
from flows.settings import kept_shop
from flows.warehouse import query

__all__ = ["resolve_identities", "train_likeness"]

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


FORMS = ("record_id", "given_key", "family_key", "address_key")
Rows = pl.DataFrame


@flow(name="resolve-identities")
def resolve_identities(home: str, as_of: str, attempt: int) -> dict[str, int]:
    """Resolve the night's records; returns counts of records, customers, changes."""
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    contact_points = normalise_contact_points(night)
    forms = make_forms(night)
    identities = resolve_records(night, contact_points, forms)
    keep_identities(night, identities, contact_points, forms)
    tonight = identities.changes.filter(pl.col("as_of") == night.as_of)
    kinds = dict(tonight["kind"].value_counts().iter_rows())
    return {
        "records": identities.records.height,
        "customers": identities.records["customer_id"].n_unique(),
        "new": kinds.get("new", 0),
        "merged": kinds.get("merge", 0),
        "split": kinds.get("split", 0),
        "barred values": identities.barred.height,
    }


@flow(name="train-likeness")
def train_likeness(home: str = "shop") -> dict[str, Any]:
    """Learn the model of likeness anew, once a week, for the nights that follow.

    Needs no lock: it reads a night that is published, and the model counts for the
    next one that begins.

    Returns:
        ``night``, whose records it learned from; ``records``, ``customers``,
        ``changed``: how many, and how many ids the next night would merge or split;
        ``is_kept``: whether the model is kept, because the identity gate would let
        that many through.

    Raises:
        HomeError: there is nothing to learn from; the message says why.
    """
    lesson = learn_anew(Path(home))
    if lesson.is_let_through:
        keep_trained(Path(home), lesson.model)
    return {
        "night": lesson.night,
        "records": lesson.model.record_count,
        "customers": lesson.customers,
        "changed": lesson.changed,
        "is_kept": lesson.is_let_through,
    }


@task(name="normalise-contact-points", cache_policy=NO_CACHE)
def normalise_contact_points(night: Night) -> Rows:
    """The normal value of every e-mail and phone that the night has to compare."""
    values = query(night.warehouse, CONTACT_VALUES)
    known = read_state(night, "contact_points", CONTACT_POINTS)
    return normalise_contacts(values, known, kept_shop(night.folder).country)


@task(name="make-forms", cache_policy=NO_CACHE)
def make_forms(night: Night) -> Rows:
    """The comparable forms of every record's name and address."""
    return forms_of(persons_in(night.warehouse))


@task(name="resolve-records", cache_policy=NO_CACHE)
def resolve_records(night: Night, contact_points: Rows, forms: Rows) -> Identities:
    """Clusters and ids, from tonight's records and the newest earlier night."""
    persons = persons_in(night.warehouse)
    return resolve(
        evidence_of(persons, contact_points, forms),
        persons.select("record_id", "first_seen_date"),
        settings_in(night.warehouse),
        read_state(night, "records", KNOWN),
        read_state(night, "changes", CHANGES),
        read_memory(night),
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
    night: Night, identities: Identities, contact_points: Rows, forms: Rows
) -> None:
    """Write the state that outlives the night, and hand dbt what it reads."""
    keep_state(night, "identity", "records", identities.known)
    keep_state(night, "identity", "changes", identities.changes)
    keep_state(night, "identity", "contact_points", contact_points)
    keep_memory(night, identities.memory)
    for name, rows in {
        "identity_records": identities.records,
        "identity_changes": identities.changes,
        "heirs": identities.heirs,
        "earlier_ids": earlier_ids(identities.changes),
        "identity_links": with_numbers(identities.links),
        "refused_links": with_numbers(identities.refused),
        "barred_values": identities.barred,
        "contact_points": contact_points,
        "person_forms": forms.select(FORMS),
    }.items():
        rows.write_parquet(night.state / f"{name}.parquet")
    lay_history(night, identities.heirs)


def with_numbers(links: Rows) -> Rows:
    """SQL has no columns named left and right."""
    return links.rename({"left": "record_1", "right": "record_2"})
