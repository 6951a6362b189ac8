"""What each landed entity must hold: its columns, their kinds, which are required.

Contracts are data. ``conform`` reads a file's texts by them, and the Parquet of every
landed file has exactly the columns that ``landed_schema`` names.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

__all__ = ["CONTRACTS", "LATER_DATES", "Column", "Contract", "Kind", "landed_schema"]

Kind = Literal[
    "amount",
    "code",
    "consent_channel",
    "consent_state",
    "count",
    "currency",
    "date",
    "flag",
    "gender",
    "id",
    "instant",
    "order_status",
    "payment_status",
    "price",
    "text",
]

AMOUNT = pl.Decimal(18, 2)
PRICE = pl.Decimal(18, 4)
UTC = pl.Datetime("us", "UTC")
DTYPES: dict[Kind, pl.DataType] = {
    "amount": AMOUNT,
    "count": pl.Int64(),
    "date": pl.Date(),
    "flag": pl.Boolean(),
    "instant": UTC,
    "price": PRICE,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an entity: its name, what its text means, whether it must be."""

    name: str
    kind: Kind
    required: bool = False

    @property
    def dtype(self) -> pl.DataType:
        """The type it lands with."""
        return DTYPES.get(self.kind, pl.String())

    @property
    def local_date(self) -> str | None:
        """The shop-local date that stands beside an instant: ``x_date`` of ``x_at``."""
        if self.kind != "instant":
            return None
        return self.name.removesuffix("_at") + "_date"


@dataclass(frozen=True, slots=True)
class Contract:
    """The columns of an entity; of each group in ``one_of`` a row must fill one."""

    entity: str
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical column names, in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that every row must fill."""
        return tuple(column.name for column in self.columns if column.required)


def _columns(required: str, **kinds: Kind) -> tuple[Column, ...]:
    """Columns from ``name="kind"`` pairs, in the order given."""
    return tuple(
        Column(name, kind, name in required.split()) for name, kind in kinds.items()
    )


ORDERS = Contract(
    "orders",
    _columns(
        "order_id ordered_at",
        order_id="id",
        ordered_at="instant",
        customer_id="id",
        member_number="id",
        customer_name="text",
        email="text",
        phone="id",
        country="text",
        store_id="id",
        channel="text",
        status="order_status",
        payment_status="payment_status",
        currency="currency",
        gross_amount="amount",
        discount_amount="amount",
        tax_amount="amount",
        shipping_amount="amount",
        total_amount="amount",
        coupon_code="text",
        recipient_name="text",
        recipient_address="text",
        updated_at="instant",
    ),
)
ORDER_LINES = Contract(
    "order_lines",
    _columns(
        "order_id product_id quantity",
        order_id="id",
        line_number="count",
        product_id="id",
        product_name="text",
        variant="text",
        size="text",
        color="text",
        quantity="price",
        unit_price="price",
        discount_amount="amount",
        line_amount="amount",
        returned_order_id="id",
    ),
)
CUSTOMERS = Contract(
    "customers",
    _columns(
        "customer_id",
        customer_id="id",
        member_number="id",
        name="text",
        given_name="text",
        family_name="text",
        email="text",
        email_verified="flag",
        phone="id",
        phone_verified="flag",
        wechat_id="id",
        birth_date="date",
        gender="gender",
        occupation="text",
        interests="text",
        address="text",
        city="text",
        region="text",
        postcode="id",
        country="text",
        joined_at="instant",
        store_id="id",
        referred_by="id",
        tags="text",
        updated_at="instant",
    ),
)
PRODUCTS = Contract(
    "products",
    _columns(
        "product_id",
        product_id="id",
        product_name="text",
        category="text",
        brand="text",
        unit_cost="price",
        list_price="price",
        launched_on="date",
        made_for_gender="gender",
        lasts_days="count",
        is_fee="flag",
    ),
)
CONSENTS = Contract(
    "consents",
    _columns(
        "channel purpose state changed_at",
        customer_id="id",
        email="text",
        phone="id",
        channel="consent_channel",
        purpose="code",
        state="consent_state",
        changed_at="instant",
    ),
    one_of=(("customer_id", "email", "phone"),),
)
CONTRACTS = {
    contract.entity: contract
    for contract in (ORDERS, ORDER_LINES, CUSTOMERS, PRODUCTS, CONSENTS)
}

# The date by which a row of an entity can be later than the night that landed it.
LATER_DATES = {
    "orders": "ordered_date",
    "customers": "updated_date",
    "consents": "changed_date",
}

# What landing says of a row that no source does: whether its file has the same line
# twice, and whether its file knew when the word was given.
FOUND_OUT = {"order_lines": ("is_repeated",), "consents": ("is_dated",)}
ORIGIN = {
    "source_name": pl.String(),
    "file_sha256": pl.String(),
    "row_number": pl.Int64(),
    "arrival": pl.Int64(),
    "landed_on": pl.Date(),
    "unreadable": pl.String(),
}


def landed_schema(entity: str) -> pl.Schema:
    """The columns and types of a landed Parquet file of ``entity``, in their order."""
    columns: dict[str, pl.DataType] = {}
    for column in CONTRACTS[entity].columns:
        columns[column.name] = column.dtype
        if column.local_date:
            columns[column.local_date] = pl.Date()
    columns |= dict.fromkeys(FOUND_OUT.get(entity, ()), pl.Boolean())
    return pl.Schema({**columns, **ORIGIN})
