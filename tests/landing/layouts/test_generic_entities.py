"""Every entity from a table of its own: what lands, what is required and filled."""

from collections.abc import Callable, Mapping

import polars as pl
import pytest

from flows.errors import ContractError
from flows.landing.contracts import CONTRACTS, LATER_DATES
from flows.landing.layouts import LAYOUTS
from flows.landing.reading import Reading
from flows.landing.schemas import landed_schema
from tests.landing.conftest import Taking

# Of each entity a row as a shop would have it; the first columns are the required ones.
ROWS: Mapping[str, dict[str, str]] = {
    "orders": {
        "order_id": "1",
        "ordered_at": "2025-03-01 20:00",
        "total_amount": "19.90",
        "status": "completed",
    },
    "order_lines": {
        "order_id": "1",
        "product_id": "T-1",
        "quantity": "2",
        "ordered_at": "2025-03-01 20:00",
        "unit_price": "9.95",
    },
    "customers": {
        "customer_id": "7",
        "name": "Ann Example",
        "birth_date": "1990-05-01",
    },
    "products": {"product_id": "T-1", "list_price": "9.95", "is_fee": "no"},
    "stores": {"store_id": "31", "store_name": "Main", "opened_on": "2020-01-01"},
    "loyalty_events": {
        "event_id": "e1",
        "occurred_at": "2025-03-01 20:00",
        "kind": "earned",
        "member_number": "M-7",
        "points": "20",
    },
    "interactions": {
        "interaction_id": "i1",
        "occurred_at": "2025-03-01 20:00",
        "kind": "到店",
        "customer_id": "7",
    },
    "feedback": {
        "feedback_id": "f1",
        "occurred_at": "2025-03-01 20:00",
        "kind": "nps",
        "score": "9",
        "out_of": "10",
    },
    "survey_answers": {
        "survey": "spring",
        "question": "How did you hear of us?",
        "answer": "A friend",
        "occurred_at": "2025-03-01 20:00",
        "email": "ann@example.org",
    },
    "consents": {
        "channel": "sms",
        "purpose": "marketing",
        "state": "yes",
        "changed_at": "2025-03-01 20:00",
        "phone": "13800000001",
    },
    "inventory": {
        "product_id": "T-1",
        "counted_at": "2025-03-01 20:00",
        "quantity": "12",
        "shelf": "B",
    },
    "campaign_responses": {
        "campaign": "spring",
        "customer_id": "7",
        "kind": "clicked",
        "occurred_at": "2025-03-01 20:00",
    },
    "fx_rates": {
        "rate_date": "2025-03-01",
        "from_currency": "USD",
        "to_currency": "CNY",
        "rate": "7.2345",
    },
}
FILLED = {"changed_at", "purpose"}
ENTITIES = pytest.mark.parametrize("entity", CONTRACTS)


def csv_of(*rows: Mapping[str, str]) -> str:
    return pl.DataFrame(list(rows)).write_csv()


@pytest.fixture
def problem(reading: Callable[..., Reading]) -> Callable[..., str | None]:
    def run(**settings: object) -> str | None:
        return LAYOUTS["generic"].check(reading(**settings).source)

    return run


@ENTITIES
def test_a_table_of_each_entity_lands(taking: Taking, entity: str) -> None:
    taken = taking(csv_of(ROWS[entity]), entity=entity)
    rows = taken.entities[entity]

    assert taken.set_aside.height == 0
    assert taken.unknown_columns == ()
    assert rows.schema == landed_schema(entity)
    assert all(
        rows[name].null_count() == 0 for name in ROWS[entity] if name in rows.columns
    )
    if entity in LATER_DATES and LATER_DATES[entity] != "updated_date":
        assert str(rows[LATER_DATES[entity]].item())[:7] == "2025-03"


@ENTITIES
def test_a_table_of_each_entity_lands_through_a_map(
    taking: Taking, problem: Callable[..., str | None], entity: str
) -> None:
    columns = {name: f"The {name}" for name in ROWS[entity]}
    row = {columns[name]: value for name, value in ROWS[entity].items()}
    taken = taking(csv_of(row), entity=entity, columns=columns)

    assert problem(entity=entity, columns=columns) is None
    assert taken.set_aside.height == 0
    assert taken.entities[entity].height == 1


@ENTITIES
def test_each_required_column_is_required(taking: Taking, entity: str) -> None:
    for name in CONTRACTS[entity].required:
        row = {key: value for key, value in ROWS[entity].items() if key != name}
        if name in FILLED:
            assert taking(csv_of(row), entity=entity).set_aside.height == 0
            continue
        with pytest.raises(ContractError, match=f"has no column '{name}'"):
            taking(csv_of(row), entity=entity)
        taken = taking(
            csv_of(ROWS[entity], row | {name: ""}), entity=entity, max_bad_share=1
        )
        assert taken.set_aside["row_number"].to_list() == [3]
        assert name in taken.set_aside["reason"].item()


@pytest.mark.parametrize(
    ("entity", "names"),
    [
        (entity, group)
        for entity, contract in CONTRACTS.items()
        for group in contract.one_of
    ],
)
def test_of_a_group_any_one_will_do(
    taking: Taking, entity: str, names: tuple[str, ...]
) -> None:
    row = {key: value for key, value in ROWS[entity].items() if key not in names}
    for name in names:
        assert taking(csv_of(row | {name: "7"}), entity=entity).set_aside.height == 0
    taken = taking(csv_of(row | dict.fromkeys(names, "")), entity=entity)
    assert taken.set_aside["reason"].to_list() == [
        f"{', '.join(names)} are all missing"
    ]


@ENTITIES
def test_a_document_of_each_entity_lands(taking: Taking, entity: str) -> None:
    columns = {name: f"data.{name}" for name in ROWS[entity]}
    inner = ", ".join(f'"{name}": "{text}"' for name, text in ROWS[entity].items())
    text = f'{{"id": 1, "data": {{{inner}}}}}\n' * 2
    taken = taking(text, name="rows.jsonl", entity=entity, columns=columns)

    assert (taken.row_count, taken.set_aside.height) == (2, 0)
    assert taken.unknown_columns == ("id",)
