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
    "email",
    "feedback_kind",
    "feedback_state",
    "flag",
    "gender",
    "id",
    "instant",
    "interaction_kind",
    "loyalty_kind",
    "order_status",
    "payment_status",
    "phone",
    "price",
    "rate",
    "response_kind",
    "text",
]

AMOUNT = pl.Decimal(18, 2)
PRICE = pl.Decimal(18, 4)
RATE = pl.Decimal(18, 8)
UTC = pl.Datetime("us", "UTC")
DTYPES: dict[Kind, pl.DataType] = {
    "amount": AMOUNT,
    "count": pl.Int64(),
    "date": pl.Date(),
    "flag": pl.Boolean(),
    "instant": UTC,
    "price": PRICE,
    "rate": RATE,
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
    def scale(self) -> int:
        """How many decimals it keeps."""
        return self.dtype.scale if isinstance(self.dtype, pl.Decimal) else 0

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
        email="email",
        phone="phone",
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
        email="email",
        email_verified="flag",
        phone="phone",
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
        email="email",
        phone="phone",
        channel="consent_channel",
        purpose="code",
        state="consent_state",
        changed_at="instant",
    ),
    one_of=(("customer_id", "email", "phone"),),
)
STORES = Contract(
    "stores",
    _columns(
        "store_id",
        store_id="id",
        store_name="text",
        city="text",
        region="text",
        opened_on="date",
    ),
)
LOYALTY_EVENTS = Contract(
    "loyalty_events",
    _columns(
        "event_id occurred_at kind",
        event_id="id",
        occurred_at="instant",
        customer_id="id",
        member_number="id",
        kind="loyalty_kind",
        points="price",
        amount="amount",
        tier="text",
        order_id="id",
        expires_on="date",
    ),
    one_of=(("customer_id", "member_number"),),
)
INTERACTIONS = Contract(
    "interactions",
    _columns(
        "interaction_id occurred_at kind",
        interaction_id="id",
        occurred_at="instant",
        kind="interaction_kind",
        channel="text",
        customer_id="id",
        email="email",
        phone="phone",
        product_id="id",
        store_id="id",
        outcome="text",
    ),
)
FEEDBACK = Contract(
    "feedback",
    _columns(
        "feedback_id occurred_at kind",
        feedback_id="id",
        occurred_at="instant",
        kind="feedback_kind",
        topic="text",
        score="price",
        out_of="price",
        text="text",
        state="feedback_state",
        resolved_at="instant",
        customer_id="id",
        store_id="id",
        order_id="id",
        product_id="id",
    ),
)
SURVEY_ANSWERS = Contract(
    "survey_answers",
    _columns(
        "survey question answer occurred_at",
        survey="text",
        question="text",
        answer="text",
        occurred_at="instant",
        customer_id="id",
        email="email",
        phone="phone",
        store_id="id",
    ),
    one_of=(("customer_id", "email", "phone"),),
)
INVENTORY = Contract(
    "inventory",
    _columns(
        "product_id counted_at quantity",
        product_id="id",
        store_id="id",
        shelf="text",
        counted_at="instant",
        quantity="price",
    ),
)
CAMPAIGN_RESPONSES = Contract(
    "campaign_responses",
    _columns(
        "campaign customer_id kind occurred_at",
        campaign="text",
        customer_id="id",
        channel="code",
        kind="response_kind",
        occurred_at="instant",
        order_id="id",
    ),
)
FX_RATES = Contract(
    "fx_rates",
    _columns(
        "rate_date from_currency to_currency rate",
        rate_date="date",
        from_currency="currency",
        to_currency="currency",
        rate="rate",
    ),
)
CONTRACTS = {
    contract.entity: contract
    for contract in (
        ORDERS,
        ORDER_LINES,
        CUSTOMERS,
        PRODUCTS,
        STORES,
        LOYALTY_EVENTS,
        INTERACTIONS,
        FEEDBACK,
        SURVEY_ANSWERS,
        CONSENTS,
        INVENTORY,
        CAMPAIGN_RESPONSES,
        FX_RATES,
    )
}

# The date by which a row of an entity can be later than the night that landed it.
LATER_DATES = {
    "orders": "ordered_date",
    "customers": "updated_date",
    "consents": "changed_date",
    "loyalty_events": "occurred_date",
    "interactions": "occurred_date",
    "feedback": "occurred_date",
    "survey_answers": "occurred_date",
    "inventory": "counted_date",
    "campaign_responses": "occurred_date",
    "fx_rates": "rate_date",
}

# What landing says of a row that no source does: what its money was before it was
# converted, by which rate, whether its file has the same line twice, and whether its
# file knew when the word was given.
FOUND_OUT: dict[str, dict[str, pl.DataType]] = {
    "orders": {
        "original_currency": pl.String(),
        "original_total_amount": AMOUNT,
        "fx_rate": RATE,
    },
    "order_lines": {
        "is_repeated": pl.Boolean(),
        "original_currency": pl.String(),
        "original_line_amount": AMOUNT,
        "fx_rate": RATE,
    },
    "consents": {"is_dated": pl.Boolean()},
}
ORIGIN = {
    "source_name": pl.String(),
    "file_sha256": pl.String(),
    "row_number": pl.Int64(),
    "arrival": pl.Int64(),
    "landed_on": pl.Date(),
    "unreadable": pl.String(),
    "unknown": pl.String(),
}


def landed_schema(entity: str) -> pl.Schema:
    """The columns and types of a landed Parquet file of ``entity``, in their order."""
    columns: dict[str, pl.DataType] = {}
    for column in CONTRACTS[entity].columns:
        columns[column.name] = column.dtype
        if column.local_date:
            columns[column.local_date] = pl.Date()
    return pl.Schema({**columns, **FOUND_OUT.get(entity, {}), **ORIGIN})
