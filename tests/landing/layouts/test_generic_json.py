"""Any JSON by a column map: keys inside of objects, lines inside of lists."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from flows.errors import ContractError
from flows.landing.layouts import LAYOUTS
from flows.landing.reading import Reading
from flows.landing.taking import Taken
from tests.landing.conftest import Taking
from tests.landing.layouts.conftest import Orders

ORDER: dict[str, Any] = {
    "no": "A-1",
    "when": {"placed": "2025-03-01 20:00:00", "changed": "2025-03-02 08:00:00"},
    "buyer": {"mail": "ann@example.org", "address": {"city": "Shanghai"}},
    "cart": {"lines": [{"sku": "T-1", "n": 2, "each": 30.50}, {"sku": "C", "n": 1}]},
}
COLUMNS = {
    "order_id": "no",
    "ordered_at": "when.placed",
    "updated_at": "when.changed",
    "email": "Buyer.mail",
    "recipient_address": "buyer.address.city",
    "product_id": "cart.lines.sku",
    "quantity": "cart.lines.n",
    "unit_price": "cart.lines.each",
}
LINES = {"entity": "order_lines", "lines": "cart.lines", "columns": COLUMNS}


@pytest.fixture
def orders_of(taking: Taking) -> Orders:
    def run(*documents: dict[str, Any], **settings: object) -> Taken:
        return taking(json.dumps(documents), name="a.json", **(LINES | settings))

    return run


def test_keys_are_found_inside_of_objects(taking: Taking) -> None:
    text = '{"id": 7, "contact": {"mail": {"main": "ann@example.org"}}}\n{"id": 8}\n'
    columns = {"customer_id": "id", "email": "Contact.mail.main", "phone": "contact.x"}
    taken = taking(text, name="a.jsonl", entity="customers", columns=columns)

    assert taken.unknown_columns == ()
    assert taken.entities["customers"].select(
        "customer_id", "email", "phone"
    ).rows() == [
        ("7", "ann@example.org", None),
        ("8", None, None),
    ]


def test_a_key_that_every_row_needs_must_be_there(taking: Taking) -> None:
    columns = {"customer_id": "contact.number"}
    with pytest.raises(ContractError, match=r"has no column 'contact\.number'"):
        taking('[{"contact": {}}]', name="a.json", entity="customers", columns=columns)


def test_lines_are_found_inside_of_a_list(orders_of: Orders) -> None:
    taken = orders_of(ORDER, ORDER | {"no": "A-2", "cart": {"lines": []}})
    orders, lines = taken.entities["orders"], taken.entities["order_lines"]

    assert (taken.row_count, taken.set_aside.height) == (2, 0)
    assert orders.select("order_id", "email", "recipient_address").rows() == [
        ("A-1", "ann@example.org", "Shanghai"),
        ("A-2", "ann@example.org", "Shanghai"),
    ]
    assert lines.select(
        "order_id", "line_number", "product_id", "line_amount"
    ).rows() == [
        ("A-1", 1, "T-1", 61),
        ("A-1", 2, "C", None),
    ]


def test_of_an_order_sent_twice_the_newest_version_counts(orders_of: Orders) -> None:
    older = ORDER | {"when": ORDER["when"] | {"changed": "2025-03-01 21:00:00"}}
    for documents in ((ORDER, older), (older, ORDER)):
        lines = orders_of(*documents).entities["order_lines"]
        assert lines["product_id"].to_list() == ["T-1", "C"]
        assert set(lines["is_repeated"]) == {False}


def test_a_line_without_a_required_value_sets_its_document_aside(
    orders_of: Orders,
) -> None:
    taken = orders_of(ORDER | {"cart": {"lines": [{"sku": "T-1"}]}}, ORDER)
    assert taken.set_aside["row_number"].to_list() == [1]
    assert "quantity (cart.lines.n) is missing" in taken.set_aside["reason"].item()


def test_without_the_list_it_is_another_file(orders_of: Orders) -> None:
    with pytest.raises(ContractError, match=r"has no column 'cart\.lines'"):
        orders_of({"no": "A-1", "when": ORDER["when"], "buyer": ORDER["buyer"]})


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (LINES | {"entity": "orders"}, "only a source of order_lines has any"),
        (LINES | {"lines": "items"}, "no column is mapped to a key of its elements"),
        (
            LINES | {"columns": COLUMNS | {"email": "cart.lines.mail"}},
            "takes email from the lines, but an order has that once",
        ),
    ],
)
def test_a_list_that_cannot_be_is_told(
    reading: Callable[..., Reading], settings: dict[str, Any], said: str
) -> None:
    columns = settings["columns"]
    if settings["entity"] == "orders":
        inner = ("product_id", "quantity", "unit_price")
        columns = {name: at for name, at in columns.items() if name not in inner}
    source = reading(**(settings | {"columns": columns})).source
    assert said in str(LAYOUTS["generic"].check(source))


def test_a_good_list_is_no_problem(reading: Callable[..., Reading]) -> None:
    assert LAYOUTS["generic"].check(reading(**LINES).source) is None


@pytest.mark.parametrize("text", ["[]", '{"orders": [], "page": 1}'])
@pytest.mark.parametrize(
    "settings",
    [
        LINES,
        {"entity": "customers"},
        {"layout": "shopify_orders_json"},
        {"layout": "woocommerce_orders_json"},
    ],
)
def test_a_list_without_documents_is_a_file_without_rows(
    taking: Taking, text: str, settings: dict[str, Any]
) -> None:
    taken = taking(text, name="a.json", **settings)
    assert (taken.row_count, taken.set_aside.height) == (0, 0)
    assert all(rows.height == 0 for rows in taken.entities.values())


def test_lines_of_json_that_cannot_be_read_are_set_aside(taking: Taking) -> None:
    text = '{"customer_id": 1}\n{"customer_id": \n{"customer_id": 3}\n'
    taken = taking(text, name="a.jsonl", entity="customers", max_bad_share=1)

    assert taken.entities["customers"]["customer_id"].to_list() == ["1", "3"]
    assert taken.set_aside["row_number"].to_list() == [2]
    assert taken.set_aside["reason"].item() == "it is no whole JSON object"
    assert '{\\"customer_id\\":' in taken.set_aside["original"].item()
