import polars as pl
import pytest

from flows.landing.contracts import CONTRACTS, LATER_DATES, landed_schema


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
    assert schema.names()[-6:] == [
        "source_name",
        "file_sha256",
        "row_number",
        "arrival",
        "landed_on",
        "unreadable",
    ]


def test_only_order_lines_can_be_repeated() -> None:
    having = [entity for entity in CONTRACTS if "is_repeated" in landed_schema(entity)]
    assert having == ["order_lines"]


def test_the_dates_that_can_be_later_are_landed() -> None:
    assert all(
        column in landed_schema(entity) for entity, column in LATER_DATES.items()
    )
