"""The identity stage: read the night's person records, write who is who."""

from datetime import date
from pathlib import Path

import polars as pl
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.history import keep_state, lay_history, read_state
from flows.identity.addresses import address_forms
from flows.identity.blocks import COMMON
from flows.identity.evidence import evidence_of
from flows.identity.likeness import SCORED
from flows.identity.memory import FINGERPRINTS, Memory
from flows.identity.model import FREQUENCIES, MODEL, Model
from flows.identity.names import name_forms
from flows.identity.normalise import CONTACT_POINTS, normalise_contacts
from flows.identity.resolve import Identities, resolve
from flows.identity.settings import settings_of
from flows.identity.stable_ids import CHANGES, KNOWN
from flows.night import Night
from flows.retries import is_worth_retrying
from flows.settings import kept_shop
from flows.warehouse import query

__all__ = ["resolve_identities"]

PERSONS = "select * from identity.int_person_records"
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
SETTINGS = ("identity_rules", "blocked_values", "identity_rulings", "identity_limits")
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


@task(name="normalise-contact-points", cache_policy=NO_CACHE)
def normalise_contact_points(night: Night) -> Rows:
    """The normal value of every e-mail and phone that the night has to compare."""
    values = query(night.warehouse, CONTACT_VALUES)
    known = read_state(night, "contact_points", CONTACT_POINTS)
    return normalise_contacts(values, known, kept_shop(night.folder).country)


@task(name="make-forms", cache_policy=NO_CACHE)
def make_forms(night: Night) -> Rows:
    """The comparable forms of every record's name and address."""
    persons = query(night.warehouse, PERSONS)
    return name_forms(persons).join(
        address_forms(persons), on="record_id", validate="1:1"
    )


@task(name="resolve-records", cache_policy=NO_CACHE)
def resolve_records(night: Night, contact_points: Rows, forms: Rows) -> Identities:
    """Clusters and ids, from tonight's records and the newest earlier night."""
    persons = query(night.warehouse, PERSONS)
    tables = [query(night.warehouse, f"from settings.{name}") for name in SETTINGS]
    return resolve(
        evidence_of(persons, contact_points, forms),
        persons.select("record_id", "first_seen_date"),
        settings_of(*tables),
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
        "identity_links": with_numbers(identities.links),
        "refused_links": with_numbers(identities.refused),
        "barred_values": identities.barred,
        "contact_points": contact_points,
        "person_forms": forms.select(FORMS),
    }.items():
        rows.write_parquet(night.state / f"{name}.parquet")
    lay_history(night, identities.heirs)


def read_memory(night: Night) -> Memory:
    """What the newest earlier night remembers of likeness."""
    model = read_state(night, "identity_model", MODEL)
    if not model.height:
        return Memory.nothing()
    frequencies = read_state(night, "identity_frequencies", FREQUENCIES)
    common = read_state(night, "identity_common_blocks", COMMON)
    return Memory(
        Model.from_frames(model, frequencies, common),
        read_state(night, "scored_pairs", SCORED),
        read_state(night, "fingerprints", FINGERPRINTS),
    )


def keep_memory(night: Night, memory: Memory) -> None:
    """Write what the next night reads."""
    keep_state(night, "identity", "scored_pairs", memory.scored)
    keep_state(night, "identity", "fingerprints", memory.fingerprints)
    if memory.model is not None:
        keep_state(night, "models", "identity_model", memory.model.frame())
        keep_state(night, "models", "identity_frequencies", memory.model.frequencies)
        keep_state(night, "models", "identity_common_blocks", memory.model.common)


def with_numbers(links: Rows) -> Rows:
    """SQL has no columns named left and right."""
    return links.rename({"left": "record_1", "right": "record_2"})
