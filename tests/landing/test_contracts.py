import polars as pl
import pytest

from flows.landing.contracts import CONTRACTS, LATER_DATES
from flows.landing.schemas import landed_schema


def test_an_instant_has_the_shops_date_beside_it() -> None:
    assert landed_schema("orders").names()[:4] == [
        "order_id",
        "ordered_at",
        "ordered_date",
        "customer_id",
    ]
    assert landed_schema("consents")["changed_date"] == pl.Date


@pytest.mark.parametrize("entity", CONTRACTS)
def test_money_is_decimal_and_origin_is_told(entity: str) -> None:
    schema = landed_schema(entity)

    assert pl.Float64 not in schema.dtypes()
    assert all(
        schema[name] == pl.Decimal(18, 2) for name in schema if name.endswith("_amount")
    )
    assert schema.names()[-7:] == [
        "source_name",
        "file_sha256",
        "row_number",
        "arrival",
        "landed_on",
        "unreadable",
        "unknown",
    ]


@pytest.mark.parametrize(
    ("column", "entity"), [("is_repeated", "order_lines"), ("is_dated", "consents")]
)
def test_what_landing_finds_out_is_of_one_entity(column: str, entity: str) -> None:
    having = [name for name in CONTRACTS if column in landed_schema(name)]
    assert having == [entity]
    assert landed_schema(entity)[column] == pl.Boolean


def test_the_dates_that_can_be_later_are_landed() -> None:
    assert all(
        column in landed_schema(entity) for entity, column in LATER_DATES.items()
    )
