import pytest

from flows.errors import ContractError, HomeError
from flows.landing.sources import check_sources
from flows.settings import Shop
from tests.landing.conftest import Taking


def with_columns(shop: Shop, **columns: str) -> Shop:
    _, members = shop.sources
    columns = {"customer_id": "id"} | columns
    return shop.model_copy(
        update={"sources": (members.model_copy(update={"columns": columns}),)}
    )


def test_a_column_can_be_worked_out_of_others(taking: Taking) -> None:
    taken = taking(
        "id,Vorname,Nach Name\n1,Ann,Lee\n2,,\n",
        entity="customers",
        columns={
            "customer_id": "= 'K' || id",
            "name": "= trim(concat_ws(' ', Vorname, \"Nach Name\"))",
            "country": "= 'DE'",
        },
    )
    customers = taken.entities["customers"]

    assert customers["customer_id"].to_list() == ["K1", "K2"]
    assert customers["name"].to_list() == ["Ann Lee", None]
    assert customers["country"].to_list() == ["DE", "DE"]
    assert taken.unknown_columns == ()


def test_a_file_without_a_header_that_is_needed_is_refused(taking: Taking) -> None:
    with pytest.raises(ContractError, match="has no column 'Nummer'"):
        taking(
            "id\n1\n", entity="customers", columns={"customer_id": "= 'K' || Nummer"}
        )


def test_an_optional_column_without_its_headers_is_blank(taking: Taking) -> None:
    columns = {"customer_id": "id", "name": "= a || b"}
    taken = taking("id,a\n1,x\n", entity="customers", columns=columns)
    assert taken.entities["customers"]["name"].to_list() == [None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("= a ||", "is no SQL expression"),
        ("= max(a)", "looks at more than one row"),
        ("= max(a) || b", "looks at more than one row"),
        ("= lag(a) over (order by b)", "looks at more than one row"),
        ("= current_date", "or at the clock (current_date)"),
        ("= (select 1)", "looks at more than one row"),
        ("= string_to_array(a, ',')", "makes a list"),
        ("= a + 1", "is no SQL expression"),
        ("= mistake(a)", "is no SQL expression"),
    ],
)
def test_an_expression_that_cannot_be_is_told_before_anything_lands(
    shop: Shop, text: str, said: str
) -> None:
    with pytest.raises(HomeError, match=r"sources\.members\.columns\.name = .= ") as e:
        check_sources(with_columns(shop, name=text))
    assert said in str(e.value)


def test_what_does_not_fit_the_texts_is_told_without_them(taking: Taking) -> None:
    columns = {"customer_id": "id", "name": "= cast(a as int) + 1"}
    with pytest.raises(ContractError, match="does not fit this file's texts") as e:
        taking("id,a\n1,secret\n", entity="customers", columns=columns)
    assert "secret" not in str(e.value)


def test_a_sources_words_are_exchanged_for_ours(taking: Taking) -> None:
    taken = taking(
        "id,Art\n1, Frau\n2,HERR\n3,f\n",
        entity="customers",
        columns={"customer_id": "id", "gender": "Art"},
        values={"gender": {"Frau": "female", "herr": "male"}},
    )
    assert taken.entities["customers"]["gender"].to_list() == [
        "female",
        "male",
        "female",
    ]


def test_words_for_a_column_that_does_not_exist_are_told(shop: Shop) -> None:
    till, *_ = shop.sources
    till = till.model_copy(update={"values": {"sex": {"f": "female"}}})
    with pytest.raises(HomeError, match=r"sources\.till\.values maps words of sex"):
        check_sources(shop.model_copy(update={"sources": (till,)}))


def test_a_column_may_have_a_date_format_of_its_own(taking: Taking) -> None:
    taken = taking(
        "customer_id,birth_date,joined_at\n1,21.05.1990,2025/03/01\n",
        entity="customers",
        date_formats={"birth_date": "%d.%m.%Y"},
    )
    row = taken.entities["customers"].row(0, named=True)
    assert str(row["birth_date"]) == "1990-05-21"
    assert str(row["joined_date"]) == "2025-03-01"


def test_numbers_may_have_a_decimal_comma(taking: Taking) -> None:
    header = "order_id,ordered_at,product_id,quantity,unit_price\n"
    rows = ["1,5", "1.234,50", "-3,00 €", "2.5", ",5", "1.234", "1'234,5", "x"]
    text = header + "".join(f'{n},2025-03-01,p,1,"{x}"\n' for n, x in enumerate(rows))
    taken = taking(text, entity="order_lines", decimal_comma=True)
    prices = taken.entities["order_lines"]["unit_price"].cast(float).to_list()
    assert prices == [1.5, 1234.5, -3, 2.5, 0.5, 1234, 1234.5, None]


def test_an_order_id_that_is_worked_out_holds_its_lines_together(
    taking: Taking,
) -> None:
    lines = "".join(f"2025-03-0{n},{who},p{n}\n" for n in (1, 2) for who in "aab")
    taken = taking(
        "day,who,what\n" + lines,
        entity="order_lines",
        columns={
            "order_id": "= day || '|' || who",
            "ordered_at": "day",
            "product_id": "what",
            "quantity": "= '1'",
        },
    )
    assert taken.entities["orders"].height == 4
    assert taken.entities["order_lines"]["is_repeated"].sum() == 2


def test_a_blank_part_of_a_text_is_empty_and_of_an_id_makes_it_blank(
    taking: Taking,
) -> None:
    taken = taking(
        "id,shop,Given,Family\n1,a,Ann,Lee\n2,,Ben,\n3,b,,\n",
        entity="customers",
        columns={
            "customer_id": "id",
            "name": "= Given || ' ' || Family",
            "store_id": "= 'S' || shop",
        },
    )
    assert taken.entities["customers"].select("name", "store_id").rows() == [
        ("Ann Lee", "Sa"),
        ("Ben", None),
        (None, "Sb"),
    ]


def test_headers_in_an_expression_are_spelled_as_loosely_as_others(
    taking: Taking,
) -> None:
    taken = taking(
        "ID,Max Price,Sum (EUR)\n1,x,2\n",
        entity="customers",
        columns={
            "customer_id": "= id",
            "name": '= "max price"',
            "tags": '= "Sum (EUR)"',
        },
    )
    assert taken.entities["customers"].select("name", "tags").row(0) == ("x", "2")
    assert taken.unknown_columns == ()


def test_a_header_that_changed_in_july_has_an_alternative(taking: Taking) -> None:
    columns = {"customer_id": "= coalesce(old_number, new_number)"}
    for header in ("old_number", "new_number"):
        taken = taking(f"{header}\n7\n", entity="customers", columns=columns)
        assert taken.entities["customers"]["customer_id"].to_list() == ["7"]
    with pytest.raises(ContractError, match="'old_number' or 'new_number'"):
        taking("number\n7\n", entity="customers", columns=columns)


def test_members_of_json_can_be_worked_with(taking: Taking) -> None:
    taken = taking(
        '[{"id": 1, "who": {"given": "Ann", "family": "Lee"}}]',
        name="a.json",
        entity="customers",
        columns={
            "customer_id": "id",
            "name": '= "who.given" || \' \' || "who.family"',
        },
    )
    assert taken.entities["customers"]["name"].to_list() == ["Ann Lee"]
