import polars as pl
import pytest

from flows.landing.guesses.columns import EntityGuess, guess_entity
from flows.landing.guesses.profile import Profile


def guess(text: str, stem: str = "export") -> EntityGuess:
    table = pl.read_csv(text.encode(), infer_schema=False)
    return guess_entity([Profile(name, table[name]) for name in table.columns], stem)


def mapped(found: EntityGuess) -> dict[str, str]:
    return {name: guess.value for name, guess in found.columns.items()}


def test_lines_of_orders_are_known_by_their_columns() -> None:
    found = guess(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
        "536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0\n"
        "536366,22633,WARMER,6,2010-12-01 08:28:00,1.85,17850.0\n"
    )

    assert found.entity == "order_lines"
    assert mapped(found) == {
        "order_id": "InvoiceNo",
        "ordered_at": "InvoiceDate",
        "customer_id": "CustomerID",
        "product_id": "StockCode",
        "product_name": "Description",
        "quantity": "Quantity",
        "unit_price": "UnitPrice",
    }


def test_orders_without_items_are_orders() -> None:
    found = guess("Order no,Date,Total,Email\n1,2025-03-01,9.50,a@example.org\n")

    assert found.entity == "orders"
    assert mapped(found)["total_amount"] == "Total"


@pytest.mark.parametrize(
    ("header", "row", "entity"),
    [
        ("会员号,姓名,手机号,生日", "V1,王伟,13800138000,1990-01-02", "customers"),
        ("SKU,Name,Category,Cost,Price", "P1,Pen,Pens,1.20,2.50", "products"),
        ("Store ID,Store name,City", "S1,Main,Leeds", "stores"),
        ("SKU,Store,Counted at,Quantity", "P1,S1,2025-03-01,4", "inventory"),
        ("Date,From,To,Rate", "2025-03-01,EUR,USD,1.08", "fx_rates"),
        (
            "Event ID,Date,Member no,Type,Points",
            "E1,2025-03-01,M1,earn,20",
            "loyalty_events",
        ),
        (
            "Campaign,Customer ID,Action,Date",
            "spring,C1,opened,2025-03-01",
            "campaign_responses",
        ),
        (
            "Customer ID,Channel,Consent,Consent date",
            "C1,email,granted,2025-03-01",
            "consents",
        ),
        (
            "Review ID,Date,Type,Score,Comment",
            "R1,2025-03-01,review,5,Very fine",
            "feedback",
        ),
        (
            "Survey,Question,Answer,Date,Email",
            "2025,How?,Well,2025-03-01,a@example.org",
            "survey_answers",
        ),
        (
            "Visit ID,Date,Type,Phone,Outcome",
            "V1,2025-03-01,visit,13800138000,bought",
            "interactions",
        ),
    ],
)
def test_every_entity_is_known_by_its_columns(
    header: str, row: str, entity: str
) -> None:
    found = guess(f"{header}\n{row}\n")

    assert found.missing == ()
    assert found.entity == entity


def test_a_header_that_its_values_deny_is_not_believed() -> None:
    found = guess(
        "Order no,Date,Total,Email,Contact\n"
        "1,2025-03-01,9.50,yes,a@example.org\n2,2025-03-02,8.50,no,b@example.org\n"
    )

    assert mapped(found)["email"] == "Contact"
    assert "what stands in it" in found.columns["email"].reason


def test_a_total_that_differs_within_an_order_is_the_lines() -> None:
    found = guess(
        "Order no,Date,Item,Qty,Total\n"
        "1,2025-03-01,Pen,1,2.50\n1,2025-03-01,Ink,1,4.00\n"
    )

    assert mapped(found)["line_amount"] == "Total"


@pytest.mark.parametrize(("second", "ours"), [("4.00", "line_amount"), ("2.50", None)])
def test_so_it_is_beside_a_price(second: str, ours: str | None) -> None:
    found = guess(
        "Order no,Date,Item,Qty,Price,Total\n"
        f"1,2025-03-01,Pen,1,2.50,2.50\n1,2025-03-01,Ink,1,{second},{second}\n"
    )

    assert mapped(found)[ours or "total_amount"] == "Total"


def test_without_order_numbers_a_customers_day_is_an_order() -> None:
    found = guess("Date,Item,Amount,Phone\n2025-03-01,Pen,2.50,13800138000\n")

    assert mapped(found)["order_id"] == (
        """= concat_ws('|', "Date", coalesce("Phone", "Item"))"""
    )
    assert mapped(found)["quantity"] == "= '1'"
    assert mapped(found)["product_id"] == "Item"
    assert any("no order numbers" in note for note in found.notes)


def test_a_date_and_a_time_are_one_moment() -> None:
    found = guess("Order no,Date,Hour,Item,Price\n1,01/03/2025,14:30,Pen,2.50\n")

    assert mapped(found)["ordered_at"] == """= concat_ws(' ', "Date", "Hour")"""


def test_members_without_numbers_are_known_by_what_they_have() -> None:
    found = guess(
        "Name,Phone,Email\nAnn,13800138000,a@example.org\nBob,,b@example.org\n",
        "members",
    )

    assert found.entity == "customers"
    assert mapped(found)["customer_id"] == """= coalesce("Phone", "Email", "Name")"""


def test_what_is_missing_is_said() -> None:
    found = guess("Colour,Size\nred,4\n")

    assert found.missing


def test_a_guess_is_as_sure_as_its_least_sure_required_column() -> None:
    found = guess("Order no,Date,Total\n1,2025-03-01,9.50\n")

    assert found.score == 1


def test_a_file_that_lacks_one_thing_is_not_taken_for_something_else() -> None:
    found = guess(
        "Given name,Surname,City,Email,Birthday\n"
        "Ann,Lee,Leeds,,1990-01-02\nAnn,Ray,York,,1991-03-04\n"
    )

    assert found.entity == "customers"
    assert found.missing == ("customer_id",)


def test_a_column_of_numbers_of_its_own_tells_people_apart() -> None:
    found = guess("rec_id,Given name,Surname\n7,Ann,Lee\n8,Bob,Ray\n", "people")

    assert mapped(found)["customer_id"] == "rec_id"
    assert found.columns["customer_id"].score == 0.5


def test_one_known_column_is_too_little() -> None:
    assert guess("ID,frequency,recency\n1,2,3\n2,3,4\n").missing


def test_documents_within_a_cell_are_nobodys_name() -> None:
    found = guess(
        'Order no,Date,Total,Customer\n1,2025-03-01,9.50,"{""email"": ""a@b.cd""}"\n'
    )

    assert "customer_name" not in mapped(found)
