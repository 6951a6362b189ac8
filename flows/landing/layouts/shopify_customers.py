"""Shopify's customer export, with the header of today and the one before it.

The older export names no customer: there the e-mail, or else the phone, is the id.
The export says who agrees today, not since when; its consents bear the night that
lands them and are not ``is_dated``. A yes to WhatsApp is none to SMS, and WhatsApp is
no channel here; that column is known and not taken.
"""

import polars as pl

from flows.landing.layouts.layout import Frames, Layout
from flows.landing.layouts.shopify_headers import CUSTOMER_HEADERS
from flows.landing.layouts.vendor import (
    SNAPSHOT_CONTRACTS,
    address_of,
    fill_unknown_consent,
    fixed_shape,
    full_name,
    snapshot_consents,
    takes_no_columns,
)
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]

REQUIRED = (("Customer ID", "Email", "Phone"), ("First Name",), ("Last Name",))
CUSTOMERS = {
    "customer_id": "Customer ID",
    "given_name": "First Name",
    "family_name": "Last Name",
    "email": "Email",
    "tags": "Tags",
    "_phone": "Phone",
    "_address_phone": "Default Address Phone",
}
ADDRESS = {
    "_street_1": "Default Address Address1",
    "_street_2": "Default Address Address2",
    "city": "Default Address City",
    "region": "Default Address Province Code",
    "postcode": "Default Address Zip",
    "country": "Default Address Country Code",
}
OLDER = {
    f"_older_{name}": header.removeprefix("Default Address ")
    for name, header in ADDRESS.items()
}
ANSWERS = {"email": "Accepts Email Marketing", "sms": "Accepts SMS Marketing"}
HEADERS = {
    **CUSTOMERS,
    "customer_id": "Customer ID, Email, Phone",
    "phone": "Phone",
    "state": "Accepts Marketing",
}


def _arrange(table: Table, _source: Source) -> Frames:
    customers = (
        table.pick({**CUSTOMERS, **ADDRESS, **OLDER})
        .with_columns(pl.coalesce(name, f"_older_{name}") for name in ADDRESS)
        .with_columns(
            phone=pl.coalesce("_phone", "_address_phone"),
            customer_id=pl.coalesce(
                "customer_id", pl.col("email").str.to_lowercase(), "_phone"
            ),
            name=full_name("given_name", "family_name"),
            address=address_of("_street_1", "_street_2"),
        )
    )
    who = customers.select("customer_id", "email", "phone")
    consents = [
        snapshot_consents(table.pick({"state": header}).with_columns(*who), channel)
        for channel, header in ANSWERS.items()
    ]
    return {"customers": customers, "consents": pl.concat(consents)}


LAYOUT = Layout(
    "shopify_customers",
    fixed_shape(CUSTOMER_HEADERS, REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    fill_unknown_consent,
    SNAPSHOT_CONTRACTS,
)
