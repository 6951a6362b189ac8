"""The customer that Shopify's API tells with an order, and what they agreed to.

Unlike the CSV exports the API says since when: those consents are dated. An answer
without a date bears the night that lands it, as in a list of customers.
"""

import polars as pl

from flows.landing.layouts.layout import Frames
from flows.landing.layouts.vendor import (
    address_of,
    fill_unknown_consent,
    full_name,
    snapshot_consents,
)
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.landing.times import Clock, read_instants, shop_date

__all__ = ["CUSTOMER_HEADERS", "consents_of", "customers_of", "date_consents"]

CUSTOMERS = {
    "customer_id": "customer.id",
    "given_name": "customer.first_name",
    "family_name": "customer.last_name",
    "email": "customer.email",
    "email_verified": "customer.verified_email",
    "phone": "customer.phone",
    "city": "customer.default_address.city",
    "region": "customer.default_address.province_code",
    "postcode": "customer.default_address.zip",
    "country": "customer.default_address.country_code",
    "joined_at": "customer.created_at",
    "tags": "customer.tags",
    "updated_at": "customer.updated_at",
    "_street_1": "customer.default_address.address1",
    "_street_2": "customer.default_address.address2",
    "_address_phone": "customer.default_address.phone",
}
WHO = ("customer_id", "email", "phone")
# What each channel's answer is and since when; the API's older versions know e-mail.
ANSWERS = {
    "email": {
        "state": "customer.email_marketing_consent.state",
        "_changed_at": "customer.email_marketing_consent.consent_updated_at",
        "_older_state": "customer.accepts_marketing",
        "_older_changed_at": "customer.accepts_marketing_updated_at",
    },
    "sms": {
        "state": "customer.sms_marketing_consent.state",
        "_changed_at": "customer.sms_marketing_consent.consent_updated_at",
    },
}
CUSTOMER_HEADERS = {**CUSTOMERS, "state": "marketing_consent.state"}


def customers_of(table: Table) -> pl.DataFrame:
    """The customers of those orders that have one."""
    return (
        table.pick(CUSTOMERS)
        .filter(pl.col("customer_id").is_not_null())
        .with_columns(
            phone=pl.coalesce("phone", "_address_phone"),
            name=full_name("given_name", "family_name"),
            address=address_of("_street_1", "_street_2"),
        )
    )


def consents_of(table: Table) -> pl.DataFrame:
    """What the customers of the orders answered, by channel."""
    who = table.pick({name: CUSTOMERS[name] for name in WHO}).drop("row_number")
    is_somebody = pl.any_horizontal(pl.col(WHO).is_not_null())
    answers = [
        snapshot_consents(_answer(table, channel).hstack(who), channel)
        for channel in ANSWERS
    ]
    return pl.concat(answers).filter(is_somebody)


def _answer(table: Table, channel: str) -> pl.DataFrame:
    """The newest form of an answer that the document has."""
    picked = table.pick(ANSWERS[channel])
    if "_older_state" not in picked.columns:
        return picked
    return picked.select(
        "row_number",
        pl.coalesce("state", "_older_state"),
        pl.coalesce("_changed_at", "_older_changed_at"),
    )


def date_consents(frames: Frames, reading: Reading) -> Frames:
    """An answer is as old as its customer's record says, if that says so."""
    frames = fill_unknown_consent(frames, reading)
    consents = frames["consents"]
    clock = Clock(reading.source.date_format, reading.timezone)
    told = read_instants(consents["_changed_at"], clock)
    dated = consents.with_columns(
        told.is_not_null().alias("is_dated"),
        pl.coalesce(told, "changed_at").alias("changed_at"),
    ).with_columns(changed_date=shop_date(pl.col("changed_at"), reading.shop_timezone))
    return {**frames, "consents": dated}
