"""Made-up people of two public data sets, landed as two shops' member files.

Both say who is who; nothing is tuned to either. Pairwise quality, over all pairs.
"""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.identity.addresses import address_forms
from flows.identity.changes import CHANGES
from flows.identity.evidence import evidence_of
from flows.identity.memory import Memory
from flows.identity.names import name_forms
from flows.identity.normalise import CONTACT_POINTS, normalise_contacts
from flows.identity.resolve import resolve
from flows.identity.stable_ids import KNOWN
from flows.landing.land import land_home
from flows.night import Night
from flows.settings import Shop
from tests.identity.conftest import shipped_settings
from tests.identity.quality import quality

AS_OF = date(2026, 3, 31)
FAKE = {
    "customer_id": "unique_id",
    "given_name": "first_name",
    "family_name": "surname",
    "birth_date": "dob",
    "city": "city",
    "email": "email",
}
FEBRL = {
    "customer_id": "rec_id",
    "given_name": "given_name",
    "family_name": "surname",
    "address": "= concat_ws(' ', street_number, address_1, address_2)",
    "city": "suburb",
    "region": "state",
    "postcode": "postcode",
    "birth_date": "date_of_birth",
}


def landed(home: Path, file: Path, columns: dict[str, str], form: str) -> pl.DataFrame:
    """The members of one file, as dbt would hand them over."""
    inbox = home / "inbox" / "members"
    inbox.mkdir(parents=True)
    (inbox / file.name).write_bytes(file.read_bytes())
    source = {
        "name": "members",
        "kind": "members",
        "layout": "generic",
        "entity": "customers",
        "files": "inbox/members/*.csv",
        "date_format": form,
        "columns": columns,
        "max_bad_share": 0.0,
    }
    shop = {"name": "S", "timezone": "Australia/Sydney", "country": "AU"}
    settings = Shop.model_validate(shop | {"currency": "AUD", "sources": [source]})
    land_home(Night(home, AS_OF, 1), settings)
    rows = pl.read_parquet(home / "lake/landing/members/customers/*.parquet")
    return rows.with_columns(
        record_id="members:" + pl.col("customer_id"),
        record_kind=pl.lit("customer"),
        meant_record_id=pl.lit(None, pl.String),
        birth_date_verified=pl.lit(value=False),
    )


def resolved(persons: pl.DataFrame) -> pl.DataFrame:
    """Who is who, by the settings as shipped."""
    values = pl.concat(
        persons.select(kind=pl.lit(kind), value=kind) for kind in ("email", "phone")
    )
    points = normalise_contacts(values, pl.DataFrame(schema=CONTACT_POINTS), "AU")
    forms = name_forms(persons).join(address_forms(persons), on="record_id")
    return resolve(
        evidence_of(persons, points, forms),
        persons.select("record_id", first_seen_date=pl.lit(AS_OF)),
        shipped_settings(),
        pl.DataFrame(schema=KNOWN),
        pl.DataFrame(schema=CHANGES),
        Memory.nothing(),
        AS_OF,
    ).records


@pytest.mark.parametrize(
    ("name", "columns", "form", "truth", "rows", "least"),
    [
        ("fake_1000.csv", FAKE, "%Y-%m-%d", "cluster", 1000, 0.95),
        ("febrl3.csv", FEBRL, "%Y%m%d", "rec_id", 5000, 0.989),
    ],
)
def test_who_is_who_is_found(
    real_data: Path,
    tmp_path: Path,
    name: str,
    columns: dict[str, str],
    form: str,
    truth: str,
    rows: int,
    least: float,
) -> None:
    file = real_data / "identity" / name
    persons = landed(tmp_path, file, columns, form)
    assert persons.height == rows
    said = pl.read_csv(file, infer_schema=False)
    said = said.rename({header: header.strip() for header in said.columns})
    person = pl.col(truth).str.replace(r"-(?:org|dup-\d+)$", "")
    found = quality(
        resolved(persons),
        said.select(
            record_id="members:" + pl.col(columns["customer_id"]).str.strip_chars(),
            person=person,
        ),
    )
    assert found.f1 >= least
