from collections.abc import Callable
from datetime import UTC, date, datetime

import polars as pl
import pytest

from flows.landing.conform import conform
from flows.landing.contracts import CONTRACTS
from flows.landing.reading import Reading

Conform = Callable[..., pl.DataFrame]


@pytest.fixture
def conformed(reading: Callable[..., Reading]) -> Conform:
    """Conform one row of texts; the source's settings are in ``settings``."""

    def run(
        entity: str, settings: dict[str, object] | None = None, **texts: str | None
    ) -> pl.DataFrame:
        row = pl.DataFrame(
            {"row_number": [2]} | {name: [text] for name, text in texts.items()},
            schema_overrides=dict.fromkeys(texts, pl.String),
        )
        headers = {"ordered_at": "When"}
        return conform(row, CONTRACTS[entity], reading(**(settings or {})), headers)

    return run


def test_values_have_their_types_and_their_local_dates(conformed: Conform) -> None:
    orders = conformed(
        "orders", order_id="1.0", ordered_at="2025-03-01 01:00", total_amount="¥1,000"
    )

    assert orders["order_id"].item() == "1"
    assert orders["ordered_at"].item() == datetime(2025, 2, 28, 17, tzinfo=UTC)
    assert orders["ordered_date"].item() == date(2025, 3, 1)
    assert orders["reason"].item() is None


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ({"order_id": "1"}, "ordered_at (When) is missing"),
        ({"order_id": "1", "ordered_at": None}, "ordered_at (When) is missing"),
        ({"order_id": "1", "ordered_at": "soon"}, "ordered_at (When) is not a date"),
        ({"ordered_at": "2025-03-01"}, "order_id is missing"),
    ],
)
def test_a_required_value_that_is_not_there_gives_a_reason(
    conformed: Conform, texts: dict[str, str], reason: str
) -> None:
    assert conformed("orders", **texts)["reason"].item().startswith(reason)


def test_an_optional_value_that_is_unreadable_is_emptied_and_kept(
    conformed: Conform,
) -> None:
    customers = conformed(
        "customers", customer_id="1", birth_date='31/02 "90"', gender="?", name="A"
    )

    assert customers["reason"].item() is None
    assert customers["birth_date"].item() is None
    kept = customers["unreadable"].item()
    assert kept == '{"birth_date":"31/02 \\"90\\"","gender":"?"}'


def test_nothing_is_kept_where_all_is_readable(conformed: Conform) -> None:
    assert conformed("customers", customer_id="1")["unreadable"].item() is None


def test_a_currency_that_cannot_be_read_is_never_taken_for_the_shops(
    conformed: Conform,
) -> None:
    texts = {"order_id": "1", "ordered_at": "2025-03-01", "currency": "dollars"}
    reason = conformed("orders", **texts)["reason"].item()
    assert reason == "currency is not a currency's three letters"


def test_a_consent_needs_someone_who_gives_it(conformed: Conform) -> None:
    texts = {"channel": "sms", "purpose": "marketing", "state": "yes"}

    nobody = conformed("consents", **texts)
    assert nobody["reason"].item() == "customer_id, email, phone are all missing"
    assert conformed("consents", **texts, phone="1")["reason"].item() is None


def test_a_consent_of_a_list_without_dates_is_true_as_it_landed(
    conformed: Conform,
) -> None:
    texts = {"channel": "sms", "purpose": "marketing", "state": "yes", "phone": "1"}

    landed = conformed("consents", **texts)
    assert landed["changed_at"].item() == datetime(
        2025, 3, 31, 15, 59, 59, 999999, tzinfo=UTC
    )
    assert landed["changed_date"].item() == date(2025, 3, 31)
    assert landed["is_dated"].item() is False
    dated = conformed("consents", **texts, changed_at="2025-03-01")
    assert dated["is_dated"].item() is True
    undated = conformed("consents", **texts, changed_at=None)
    assert undated["reason"].item() == "changed_at is missing"


def test_a_layouts_own_columns_are_carried(conformed: Conform) -> None:
    assert conformed("products", product_id="p", _note="x")["_note"].item() == "x"


@pytest.mark.parametrize("entity", CONTRACTS)
def test_conforming_what_was_conformed_changes_nothing(
    reading: Callable[..., Reading], entity: str
) -> None:
    samples = {
        "amount": "(1,234.5)",
        "count": "7.0",
        "currency": "rmb",
        "date": "1990/5/21",
        "flag": "yes",
        "gender": "f",
        "instant": "2025-03-01T10:00:00+08:00",
        "order_status": "Canceled",
        "payment_status": "Paid",
        "consent_state": "subscribed",
        "consent_channel": "Text",
        "price": "$1.23456",
        "rate": "7.123456789",
        "email": "Ann@Example.org",
        "phone": "'+86 138 0000 0000",
        "feedback_kind": "Complaint",
        "feedback_state": "Closed",
        "interaction_kind": "Walk-in",
        "loyalty_kind": "Redemption",
        "response_kind": "Open",
        "id": "'12.0",
        "code": "Marketing",
        "text": "Ab c",
    }
    contract = CONTRACTS[entity]
    texts = pl.DataFrame(
        {"row_number": [2]}
        | {column.name: [samples[column.kind]] for column in contract.columns}
    )
    once = conform(texts, contract, reading(), {})
    again = conform(
        once.select("row_number", pl.col(contract.names).cast(pl.String)),
        contract,
        reading(),
        {},
    )

    assert once["unreadable"].item() is None
    assert again.equals(once)
