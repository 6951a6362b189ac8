"""What each landed entity must hold: its columns, their kinds, which are required.

Contracts are data. ``conform`` reads a file's texts by them.
"""

from dataclasses import dataclass

from flows.landing.columns import Column, columns

__all__ = ["CONTRACTS", "LATER_DATES", "Contract"]


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


ORDERS = Contract(
    "orders",
    columns(
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
        cashier="text",
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
    columns(
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
    columns(
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
    columns(
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
    columns(
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
    columns(
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
    columns(
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
    columns(
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
    columns(
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
    columns(
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
    columns(
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
    columns(
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
    columns(
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
