"""A small shop: of everything a source may tell, a row or a few."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.dbt.home import LANDING, Home

__all__ = ["land_small_shop"]

LATER = datetime(2025, 7, 1, 10, tzinfo=UTC)
SETTINGS = {
    "trust_email": "true",
    "trust_phone": "false",
    "trust_birth_date": "false",
    "count_repeated_lines": "false",
    "credit_note_prefix": "",
    "adjustment_prefix": "",
}
# All of them are one person's.
RECORDS = (
    *("till:7", "web:order:A1", "web:order:W2"),
    *("club:card:M1", "club:answer:ada@example.com"),
)
Row = Callable[..., dict[str, object]]


def land_small_shop(home: Home) -> None:
    """A till with a refund and a stranger; a web shop that repeats and charges post."""
    night = date(2025, 6, 30)
    paper = {"file_sha256": "f", "arrival": 1, "landed_on": night}

    def order(number: str, day: int, **more: object) -> dict[str, object]:
        at = datetime(2025, 6, day, 10, tzinfo=UTC) if day < 31 else LATER
        return {**paper, "order_id": number, "ordered_at": at, "row_number": day} | {
            "ordered_date": at.date(),
            **more,
        }

    def line(number: str, row: int, amount: str, **more: object) -> dict[str, object]:
        return {**paper, "order_id": number, "row_number": row, "product_id": "pen"} | {
            "line_amount": Decimal(amount),
            "quantity": Decimal(1).copy_sign(Decimal(amount)),
            "is_repeated": False,
            **more,
        }

    till, web = {"source_name": "till"}, {"source_name": "web"}
    sent = {"recipient_name": "Bob", "recipient_address": "3 Mill Lane, York"}
    home.land(
        "orders",
        [
            order("1", 1, customer_id="7", **till),
            order("2", 9, customer_id="7", **till),
            order("3", 9, **till),
            order("4", 31, **till),
        ],
    )
    home.land(
        "order_lines",
        [
            line("1", 2, "10.00", **till),
            line("1", 3, "5.00", **till),
            line("2", 4, "-5.00", returned_order_id="1", **till),
            line("3", 5, "7.77", **till),
            line("4", 6, "8.00", **till),
        ],
    )
    home.land(
        "orders",
        [
            order("A1", 2, email="ada@example.com", **web),
            order(
                "W2", 3, email="ada@example.com", payment_status="paid", **sent, **web
            ),
        ],
        source="web",
    )
    home.land(
        "order_lines",
        [
            line("A1", 2, "-99.00", **web),
            line("W2", 3, "20.00", **web),
            line("W2", 4, "20.00", is_repeated=True, **web),
            line("W2", 5, "3.00", product_id="POST", **web),
        ],
        source="web",
    )
    ada = {**paper, **till, "row_number": 2, "customer_id": "7"}
    home.land(
        "customers",
        [{**ada, "name": "Ada", "email": "ada@example.com", "member_number": "m1"}],
    )
    said = {"state": "granted", "channel": "email", "purpose": "marketing"}
    first = {"changed_at": datetime(2025, 6, 1, tzinfo=UTC), "is_dated": True}
    home.land("consents", [{**ada, **said, **first, "changed_date": date(2025, 6, 1)}])
    _land_lists(home, order, line)
    _land_the_rest(home, {**paper, "row_number": 2, "source_name": "club"})
    home.set_table(
        "shop_sources",
        [
            {**till, "kind": "pos", **SETTINGS, "count_repeated_lines": "true"},
            {**web, "kind": "ecommerce", **SETTINGS, "adjustment_prefix": "A"},
            {"source_name": "list", "kind": "ecommerce", **SETTINGS},
        ],
    )
    home.set_table("fee_products", [{**web, "product_id": "POST"}])
    known = {"link_rule": "alone", "link_weight": Decimal(1), "first_seen_on": night}
    home.hand_over(
        "identity_records",
        [{"record_id": record, "customer_id": "c1", **known} for record in RECORDS],
    )
    address = dict.fromkeys(["value", "normal_value"], "ada@example.com")
    home.hand_over("contact_points", [{"kind": "email", **address}])
    home.hand_over(
        "predicted_run_outs",
        [
            {
                **{"customer_id": "c1", "product_id": product, "category": "Pens"},
                **{
                    "latest_purchase_date": date(2025, 6, 3),
                    "quantity": Decimal("1.5"),
                },
                **{"days_per_unit": Decimal(20), "everyone_days_per_unit": Decimal(25)},
                **{"own_interval_count": 2, "is_given_up": False},
                "run_out_low_date": date(2025, 6, 20),
                "run_out_date": date(2025, 7, 3),
                "run_out_high_date": date(2025, 7, 9),
            }
            for product in ("pen", None)
        ],
    )
    file = {"file_name": "f.csv", "sha256": "f", "landed_on": night, "state": "landed"}
    counted = {
        "set_aside_count": 2,
        "set_aside_amount": Decimal("1.50"),
        "is_new": True,
    }
    home.hand_over("files", [{"arrival": 1, **file, **counted, **web}])


def _land_lists(home: Home, order: Row, line: Row) -> None:
    """A shop that lists its orders in files of totals and their lines in others."""
    listed = {"source_name": "list", "total_amount": Decimal("30.00")}
    newer = {**listed, "arrival": 3, "shipping_amount": Decimal("5.00")}
    home.land(
        "orders",
        [order("L1", 4, **listed), order("L2", 5, **listed), order("L4", 31, **listed)],
        source="list",
    )
    home.land("orders", [order("L2", 5, **newer)], source="list")
    home.land("orders", [order("L1", 4, **newer)], source="list")
    lines = {"source_name": "list", "arrival": 2}
    home.land(
        "order_lines",
        [
            line("L1", 2, "12.00", **lines),
            line("L1", 2, "13.00", **lines),
            line("L3", 3, "4.00", **lines),
        ],
        source="list",
    )


def _land_the_rest(home: Home, row: Mapping[str, object]) -> None:
    """One row of every entity that is neither an order nor a person."""
    day = {"occurred_at": datetime(2025, 6, 2, tzinfo=UTC)} | {
        "occurred_date": date(2025, 6, 2)
    }
    counted = {"counted_at": day["occurred_at"], "counted_date": day["occurred_date"]}
    ada = {"email": "ada@example.com"}
    facts: dict[str, dict[str, object]] = {
        "stores": {"store_id": "s1", "store_name": "Main Street"},
        "loyalty_events": {"event_id": "1", "member_number": "M1", "kind": "earn"},
        "interactions": {"interaction_id": "1", "kind": "visit", **ada},
        "feedback": {"feedback_id": "1", "kind": "nps", "customer_id": "unknown"},
        "survey_answers": {"survey": "s", "question": "q", "answer": "a", **ada},
        "inventory": {"product_id": "pen", "quantity": Decimal(3), **counted},
        "campaign_responses": {"campaign": "birthday", "customer_id": "c1"}
        | {"kind": "opened"},
        "fx_rates": {"rate_date": date(2025, 6, 2), "from_currency": "USD"}
        | {"to_currency": "CNY", "rate": Decimal("7.2")},
    }
    for entity, fact in facts.items():
        when = day if "occurred_at" in LANDING[entity] else {}
        home.land(entity, [{**row, **when, **fact}], source="club")
