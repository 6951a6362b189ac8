"""Square's customer directory: who a Customer ID of the tills is.

The directory says who agrees to e-mails today, not since when; its consents bear the
night that lands them and are not ``is_dated``. It has no tags and nobody who brought
them: the company and the memo stand as tags, and of a memo "Referred by M0000012" the
id is who brought them.
"""

import polars as pl

from flows.landing.layouts.layout import Frames, Layout
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

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "Reference ID,First Name,Last Name,Email Address,Phone Number,Nickname,"
    "Company Name,Street Address 1,Street Address 2,City,State,Postal Code,Birthday,"
    "Memo,Square Customer ID,Creation Source,First Visit,Last Visit,"
    "Transaction Count,Lifetime Spend,Email Subscription Status,Instant Profile,"
    "Blocked from online booking"
)
REQUIRED = (("Square Customer ID",),)
CUSTOMERS = {
    "customer_id": "Square Customer ID",
    "member_number": "Reference ID",
    "given_name": "First Name",
    "family_name": "Last Name",
    "email": "Email Address",
    "phone": "Phone Number",
    "birth_date": "Birthday",
    "city": "City",
    "region": "State",
    "postcode": "Postal Code",
    "joined_at": "First Visit",
    "_street_1": "Street Address 1",
    "_street_2": "Street Address 2",
    "_company": "Company Name",
    "_memo": "Memo",
}
REFERRED_BY = r"(?i)\breferred by[: ]+([^\s,;]+)"
CONSENTS = {
    "customer_id": "Square Customer ID",
    "email": "Email Address",
    "state": "Email Subscription Status",
}


def _arrange(table: Table, _source: Source) -> Frames:
    customers = table.pick(CUSTOMERS).with_columns(
        name=full_name("given_name", "family_name"),
        address=address_of("_street_1", "_street_2"),
        tags=_texts("_company", "_memo"),
        referred_by=pl.col("_memo").str.extract(REFERRED_BY),
    )
    consents = snapshot_consents(table.pick(CONSENTS), "email")
    return {"customers": customers, "consents": consents}


def _texts(*columns: str) -> pl.Expr:
    text = pl.concat_str(*columns, separator=", ", ignore_nulls=True)
    return pl.when(text != "").then(text)


LAYOUT = Layout(
    "square_customers",
    fixed_shape(KNOWN, REQUIRED, {**CONSENTS, **CUSTOMERS}),
    _arrange,
    takes_no_columns,
    fill_unknown_consent,
    SNAPSHOT_CONTRACTS,
)
