"""What the records say of who they are, in a form in which it can be compared."""

import polars as pl

from flows.identity.addresses import address_forms
from flows.identity.names import name_forms
from flows.identity.normalise import email_keys

__all__ = ["EVIDENCE", "evidence_of", "forms_of", "with_verified"]

EVIDENCE = pl.Schema(
    {
        "record_id": pl.String,
        "same_id": pl.String,
        "scheme": pl.String,
        "member_number": pl.String,
        "platform_id": pl.String,
        "email": pl.String,
        "email_verified": pl.Boolean,
        "phone": pl.String,
        "phone_verified": pl.Boolean,
        "given": pl.String,
        "family": pl.String,
        "name": pl.String,
        "birth_date": pl.String,
        "sure_birth_date": pl.String,
        "address": pl.String,
        "house_number": pl.String,
        "postcode": pl.String,
        "city": pl.String,
    }
)


def forms_of(persons: pl.DataFrame) -> pl.DataFrame:
    """Of every record the comparable forms of its name and address."""
    return name_forms(persons).join(
        address_forms(persons), on="record_id", validate="1:1"
    )


def evidence_of(
    persons: pl.DataFrame, contact_points: pl.DataFrame, forms: pl.DataFrame
) -> pl.DataFrame:
    """The evidence of every record.

    Args:
        persons: one row per record, as ``identity.int_person_records``.
        contact_points: the normal value of each e-mail and phone in ``persons``.
        forms: of the same records, as :func:`forms_of`.

    Returns:
        One row per record, as :data:`EVIDENCE`, sorted. ``name`` is both parts of the
        name in either order and null where one is not known; ``scheme`` says among
        which member numbers the record's is one of a kind.
    """
    found = persons.join(forms, on="record_id", how="left", validate="1:1")
    for kind in ("email", "phone"):
        normal = contact_points.filter(pl.col("kind") == kind).select(
            pl.col("value").alias(kind), pl.col("normal_value").alias(f"normal_{kind}")
        )
        found = found.join(normal, on=kind, how="left", validate="m:1")
    number = pl.col("member_number").str.strip_chars().str.to_uppercase()
    given, family = pl.col("given_key"), pl.col("family_key")
    born = pl.col("birth_date").cast(pl.String)
    return found.select(
        "record_id",
        same_id=pl.coalesce("meant_record_id", "record_id"),
        scheme=pl.when(pl.col("record_kind") == "customer").then("source_name"),
        member_number=pl.when(number != "").then(number),
        platform_id=pl.col("wechat_id").str.strip_chars().str.to_lowercase(),
        email=email_keys(pl.col("normal_email")),
        email_verified=pl.col("email_verified").fill_null(value=False),
        phone=pl.col("normal_phone"),
        phone_verified=pl.col("phone_verified").fill_null(value=False),
        given=given,
        family=family,
        name=pl.when(given.is_not_null() & family.is_not_null()).then(
            pl.min_horizontal(given, family) + " " + pl.max_horizontal(given, family)
        ),
        birth_date=born,
        sure_birth_date=pl.when("birth_date_verified").then(born),
        address=pl.col("address_key"),
        house_number=pl.col("house_number"),
        postcode=pl.col("postcode_key"),
        city=pl.col("city_key"),
    ).sort("record_id")


def with_verified(evidence: pl.DataFrame) -> pl.DataFrame:
    """The evidence with ``verified_email`` and ``verified_phone`` beside."""
    return evidence.with_columns(
        pl.when(f"{kind}_verified").then(kind).alias(f"verified_{kind}")
        for kind in ("email", "phone")
    )
