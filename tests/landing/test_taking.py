import json
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import ContractError
from flows.landing import taking as taking_module
from flows.landing.conform import conform
from flows.landing.schemas import landed_schema
from tests.landing.conftest import Taking

HEADER = "order_id,ordered_at,product_id,quantity,unit_price,email\n"


def test_every_row_lands_or_is_set_aside(taking: Taking) -> None:
    taken = taking(
        HEADER
        + "1,2025-03-01,p,2,1.50,a@example.org\n"
        + '1,2025-03-01,"p\nq",x,1,\n'
        + "2,2025-03-01,,3,1.50,\n",
        entity="order_lines",
    )

    assert taken.row_count == 3
    assert taken.entities["order_lines"].height == 1
    aside = taken.set_aside.select("row_number", "reason", "amount").rows()
    assert aside == [
        (3, "quantity is not a number", None),
        (5, "product_id is missing", Decimal("4.50")),
    ]


def test_a_row_set_aside_keeps_its_text(taking: Taking) -> None:
    taken = taking(HEADER + "1, 2025-03-01 ,p,x,,\n", entity="order_lines")
    row = taken.set_aside.row(0, named=True)

    assert json.loads(row["original"]) == {
        "order_id": "1",
        "ordered_at": " 2025-03-01 ",
        "product_id": "p",
        "quantity": "x",
        "unit_price": None,
        "email": None,
    }
    assert row["source_name"] == "web"
    assert row["entity"] == "order_lines"
    assert row["file_name"] == "inbox/web/file.csv"


def test_reasons_hold_no_data_of_the_row(taking: Taking) -> None:
    taken = taking("customer_id,name\n,Ann Example\n", entity="customers")
    assert taken.set_aside["reason"].to_list() == ["customer_id is missing"]


def test_a_landed_file_has_exactly_the_contracts_columns(taking: Taking) -> None:
    taken = taking(HEADER + "1,2025-03-01,p,2,1.50,\n", entity="order_lines")

    assert set(taken.entities) == {"orders", "order_lines"}
    for entity, rows in taken.entities.items():
        assert rows.schema == landed_schema(entity)
        assert rows["row_number"].to_list() == [2]
        assert rows["arrival"].to_list() == [1]
        assert rows["source_name"].to_list() == ["web"]


def test_a_file_of_a_header_alone_lands_without_rows(taking: Taking) -> None:
    taken = taking(HEADER, entity="order_lines")

    assert taken.row_count == 0
    assert taken.entities["orders"].schema == landed_schema("orders")


def test_an_order_is_one_row_with_what_its_rows_say(taking: Taking) -> None:
    taken = taking(
        HEADER
        + "1,2025-03-01 10:00,p,1,1,\n"
        + "1,2025-03-01 09:00,q,1,1,a@example.org\n",
        entity="order_lines",
    )
    orders = taken.entities["orders"]

    assert orders.height == 1
    assert orders["ordered_at"].dt.hour().item() == 1
    assert orders["email"].item() == "a@example.org"


def test_a_row_equal_to_an_earlier_one_is_flagged(taking: Taking) -> None:
    row = "1,2025-03-01,p,1,1.00,\n"
    taken = taking(HEADER + row + row + "2" + row[1:], entity="order_lines")

    assert taken.entities["order_lines"]["is_repeated"].to_list() == [
        False,
        True,
        False,
    ]


def test_columns_that_are_not_mapped_also_tell_rows_apart(taking: Taking) -> None:
    text = (
        "order_id,ordered_at,product_id,quantity,till\n"
        "1,2025-01-01,p,1,a\n1,2025-01-01,p,1,b\n"
    )
    taken = taking(text, entity="order_lines")

    assert taken.entities["order_lines"]["is_repeated"].to_list() == [False, False]
    assert taken.unknown_columns == ("till",)


def test_a_missing_required_column_is_named(taking: Taking) -> None:
    text = "order_id,ordered_at,quantity\n1,2025-01-01,2\n"
    with pytest.raises(ContractError) as refusal:
        taking(text, entity="order_lines")
    assert str(refusal.value) == (
        "inbox/web/file.csv has no column 'product_id'; its header has order_id, "
        "ordered_at, quantity. Put the right export there, or mend the source's layout "
        "or columns in shop.toml"
    )


def test_a_file_without_a_header_does_not_show_its_first_row(taking: Taking) -> None:
    with pytest.raises(ContractError) as refusal:
        taking("1,Ann Example\n2,Ben Example\n", entity="customers")
    assert "none of the 2 cells of its first line is a known header" in str(
        refusal.value
    )
    assert "Ann" not in str(refusal.value)


def test_rows_that_nobody_accounts_for_refuse_the_file(
    taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_first(*arguments: object) -> pl.DataFrame:
        return conform(*arguments).slice(1)  # type: ignore[arg-type]

    monkeypatch.setattr(taking_module, "conform", without_first)
    with pytest.raises(ContractError, match="has 2 rows, of which 1 would land"):
        taking("product_id\np\nq\n", entity="products")


words = st.sampled_from(["", "1", "x", "2025-03-01", "(1.00)", 'a"b', "é,\n", "0.5"])
random_rows = st.lists(st.lists(words, min_size=6, max_size=6), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(random_rows)
def test_rows_in_are_rows_landed_and_set_aside(
    taking: Taking, rows: list[list[str]]
) -> None:
    names = HEADER.strip().split(",")
    table = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    taken = taking(table.write_csv(), entity="order_lines")

    landed = taken.entities["order_lines"]
    assert landed.height + taken.set_aside.height == taken.row_count == len(rows)
    assert not set(landed["row_number"]) & set(taken.set_aside["row_number"])
    assert set(landed["order_id"]) == set(taken.entities["orders"]["order_id"])
